using System.Numerics;

namespace ScratchNN;

/// <summary>Values that a file declares: memory grows with those that are there.</summary>
internal static class BoundedReader
{
    private const int PieceSize = 1 << 16; // bytes; a multiple of every size of a value

    /// <summary>Reads values of a stream.</summary>
    /// <inheritdoc cref="Read{T}(Func{Span{byte}, int}, long, int, StoredType, bool, string)"/>
    public static T[] Read<T>(Stream stream, int count, StoredType type, string what, bool isBigEndian = false) where T : unmanaged, INumber<T> => Read<T>(
        bytes => stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false),
        stream.CanSeek ? stream.Length - stream.Position : 0, count, type, isBigEndian, what);

    /// <summary>Reads them.</summary>
    /// <param name="read">Fills a span as far as there are bytes; returns how many.</param>
    /// <param name="expectedLength">Memory for that many bytes is taken at once, for more of them as they come; 0 if nobody knows.</param>
    /// <param name="count">How many are declared.</param>
    /// <param name="type">What they are in the file.</param>
    /// <param name="isBigEndian">In which order their bytes are.</param>
    /// <param name="what">Who declares them, for the message.</param>
    /// <exception cref="InvalidDataException">There are fewer bytes, or a value does not fit.</exception>
    public static T[] Read<T>(Func<Span<byte>, int> read, long expectedLength, int count, StoredType type, bool isBigEndian, string what)
        where T : unmanaged, INumber<T>
    {
        int size = type.Size;
        var values = new T[(int)Math.Min(count, Math.Max(expectedLength, PieceSize) / size)];
        byte[] piece = new byte[(int)Math.Min((long)values.Length * size, PieceSize)];
        for (int next = 0; next < count;)
        {
            if (next == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * next));
            var bytes = piece.AsSpan(0, Math.Min(values.Length - next, piece.Length / size) * size);
            int got = read(bytes);
            if (got < bytes.Length)
                throw new InvalidDataException($"{what} declares {(long)count * size} bytes but ends after {((long)next * size) + got}.");
            int wanted = bytes.Length / size, fitting = type.Decode(bytes, isBigEndian, values.AsSpan(next, wanted));
            if (fitting < wanted)
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{what} holds {type.Value(bytes[(fitting * size)..], isBigEndian)} at {next + fitting}, which {type.Misfit<T>()}."));
            next += wanted;
        }
        return values;
    }
}
