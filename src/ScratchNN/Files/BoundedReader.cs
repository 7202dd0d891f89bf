namespace ScratchNN;

/// <summary>Turns the bytes of whole values into the values.</summary>
internal delegate void Decoder<T>(ReadOnlySpan<byte> bytes, Span<T> values);

/// <summary>Values that a file declares: memory grows with those that are there.</summary>
internal static class BoundedReader
{
    private const int PieceSize = 1 << 16; // bytes; a multiple of every size of a value

    /// <inheritdoc cref="Read{T}(Func{Span{byte}, int}, long, int, int, string, Decoder{T})"/>
    public static T[] Read<T>(Stream stream, int count, int size, string what, Decoder<T> decode) =>
        Read(bytes => stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false), stream.CanSeek ? stream.Length - stream.Position : 0, count, size, what, decode);

    /// <summary>Reads them.</summary>
    /// <param name="read">Fills a span as far as there are bytes; returns how many.</param>
    /// <param name="expectedLength">Memory for so many bytes is taken at once, for more of them as they come; 0 if nobody knows.</param>
    /// <param name="count">How many are declared.</param>
    /// <param name="size">Bytes of one.</param>
    /// <param name="what">Who declares them, for the message.</param>
    /// <param name="decode">What makes them of bytes.</param>
    /// <exception cref="InvalidDataException">There are fewer bytes.</exception>
    public static T[] Read<T>(Func<Span<byte>, int> read, long expectedLength, int count, int size, string what, Decoder<T> decode)
    {
        var values = new T[(int)Math.Min(count, Math.Max(expectedLength, PieceSize) / size)];
        byte[] piece = new byte[(int)Math.Min((long)values.Length * size, PieceSize)];
        for (int next = 0; next < count;)
        {
            if (next == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * next));
            var bytes = piece.AsSpan(0, Math.Min(values.Length - next, piece.Length / size) * size);
            int got = read(bytes);
            if (got < bytes.Length)
                throw new InvalidDataException($"{what} declares {(long)count * size} bytes but ends after {((long)next * size) + got}.");
            decode(bytes, values.AsSpan(next, bytes.Length / size));
            next += bytes.Length / size;
        }
        return values;
    }
}
