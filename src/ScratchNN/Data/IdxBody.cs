using System.Buffers.Binary;
using System.Numerics;

namespace ScratchNN;

/// <summary>The values of an IDX file as it holds them: big-endian, in pieces.</summary>
internal sealed class IdxBody
{
    private const int PieceSize = 1 << 16; // a multiple of every size of a value

    private readonly List<byte[]> _pieces = [];
    private readonly IdxHeader _header;

    private IdxBody(IdxHeader header) => _header = header;

    /// <summary>Reads all values, piece by piece: a file that declares more than it holds costs no more than it holds.</summary>
    public static IdxBody Read(IdxInput input, IdxHeader header)
    {
        var body = new IdxBody(header);
        long declared = (long)header.Count * header.Size;
        for (long read = 0; read < declared; read += PieceSize)
        {
            byte[] piece = new byte[Math.Min(declared - read, PieceSize)];
            int got = input.Read(piece);
            if (got < piece.Length)
                throw new InvalidDataException($"The IDX file declares {declared} bytes of values ({header.Count} of {header.Type}) but ends after {read + got}.");
            body._pieces.Add(piece);
        }
        return body;
    }

    public T[] ToValues<T>() where T : unmanaged, INumber<T>
    {
        var values = new T[_header.Count];
        int size = _header.Size, next = 0;
        try
        {
            foreach (byte[] piece in _pieces)
                for (int i = 0; i < piece.Length; i += size, next++)
                    values[next] = Value<T>(piece.AsSpan(i, size));
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException($"Value {next} of the IDX file does not fit {typeof(T).Name}.", exception);
        }
        return values;
    }

    private T Value<T>(ReadOnlySpan<byte> bytes) where T : INumber<T> => _header.Type switch
    {
        IdxType.Byte => T.CreateChecked(bytes[0]),
        IdxType.SByte => T.CreateChecked((sbyte)bytes[0]),
        IdxType.Int16 => T.CreateChecked(BinaryPrimitives.ReadInt16BigEndian(bytes)),
        IdxType.Int32 => T.CreateChecked(BinaryPrimitives.ReadInt32BigEndian(bytes)),
        IdxType.Single => T.CreateChecked(BinaryPrimitives.ReadSingleBigEndian(bytes)),
        _ => T.CreateChecked(BinaryPrimitives.ReadDoubleBigEndian(bytes)),
    };
}
