using System.Buffers.Binary;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Reads a safetensors file: N as u64, N bytes of JSON, then the values. Little-endian.</summary>
/// <remarks>
/// Memory grows with the bytes that are there, not with those that are declared. Format: Hugging Face, safetensors 0.x (README, "Format").
/// </remarks>
internal sealed class SafeTensorsReader
{
    private const int MaximumHeader = 100_000_000; // the format's own limit

    private readonly Stream _stream;

    /// <summary>Reads the header; the stream is then before the values.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public SafeTensorsReader(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        int got = stream.ReadAtLeast(length, length.Length, throwOnEndOfStream: false);
        if (got < length.Length)
            throw new InvalidDataException($"A safetensors file begins with 8 bytes for the length of its header; this one has {got}.");
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        try
        {
            if (bytes > MaximumHeader)
                throw new InvalidDataException((ForeignFormat.InsteadOfModel(length) is { } other ? $"This is not a ScratchNN model, but {other}."
                    : $"This is not a ScratchNN model, or it is damaged: its first bytes, {Convert.ToHexString(length)}, are a header length of "
                        + $"{bytes}, and at most {MaximumHeader} bytes are allowed.") + " Load reads safetensors files, as Model.Save and PyTorch write them.");
            Header = SafeTensorsHeader.Parse(BoundedReader.Read<byte>(stream, (int)bytes, StoredType.Byte, "The header"));
        }
        catch (InvalidDataException exception) when (ForeignFormat.Of(length, ForeignFormat.SaveTensors, "a zip archive, which torch.save makes") is { } format)
        {
            throw new InvalidDataException($"The file is {format}", exception);
        }
    }

    /// <summary>What the file holds.</summary>
    public SafeTensorsHeader Header { get; }

    /// <summary>Reads the values of tensors whose type can be read, and demands that the file ends behind all of them.</summary>
    /// <param name="wanted">Their names; the others are passed over. Default null: all.</param>
    /// <exception cref="InvalidDataException">The file is too short or too long, or a value is not a finite number.</exception>
    public Dictionary<string, float[]> ReadValues(HashSet<string>? wanted = null)
    {
        var values = new Dictionary<string, float[]>();
        foreach (var tensor in Header.Tensors)
        {
            string what = SafeTensorsHeader.Describe(tensor.Name);
            if (tensor.Type == null || wanted?.Contains(tensor.Name) == false)
            {
                Skip(tensor.End - tensor.Begin, what);
                continue;
            }
            float[] read = BoundedReader.Read<float>(_stream, tensor.Count, tensor.Type, what);
            if (Finite.IndexOfFirstNot(read) is var bad and >= 0)
                throw new InvalidDataException(FormattableString.Invariant($"{what} holds {read[bad]} at {bad}, which is not a finite number."));
            values.Add(tensor.Name, read);
        }
        if (_stream.ReadByte() >= 0)
            throw new InvalidDataException($"The file continues past the {(Header.Tensors is [.., var last] ? last.End : 0)} bytes of values it declares.");
        return values;
    }

    private void Skip(long bytes, string what)
    {
        Span<byte> piece = stackalloc byte[1 << 12];
        for (long left = bytes, got; left > 0; left -= got)
        {
            got = _stream.ReadAtLeast(piece[..(int)Math.Min(left, piece.Length)], (int)Math.Min(left, piece.Length), throwOnEndOfStream: false);
            if (got < Math.Min(left, piece.Length)) throw new InvalidDataException($"{what} declares {bytes} bytes but ends after {bytes - left + got}.");
        }
    }
}
