namespace ScratchNN;

/// <summary>Turns the bytes of whole values into the values.</summary>
internal delegate void Decoder<T>(ReadOnlySpan<byte> bytes, Span<T> values);

/// <summary>Values that a file declares: memory grows with those that are there.</summary>
internal static class DeclaredValues
{
    private const int PieceSize = 1 << 16; // bytes; a multiple of every size of a value

    /// <summary>Reads them.</summary>
    /// <param name="stream">Where they begin.</param>
    /// <param name="count">How many are declared.</param>
    /// <param name="size">Bytes of one.</param>
    /// <param name="what">Who declares them, for the message.</param>
    /// <param name="decode">What makes them of bytes.</param>
    /// <exception cref="InvalidDataException">The stream ends before the last.</exception>
    public static T[] Read<T>(Stream stream, int count, int size, string what, Decoder<T> decode)
    {
        long there = stream.CanSeek ? (stream.Length - stream.Position) / size : 0;
        var values = new T[(int)Math.Min(count, Math.Max(there, PieceSize / size))];
        byte[] piece = new byte[(int)Math.Min((long)values.Length * size, PieceSize)];
        for (int read = 0; read < count;)
        {
            if (read == values.Length) Array.Resize(ref values, (int)Math.Min(count, 2L * read));
            var bytes = piece.AsSpan(0, Math.Min(values.Length - read, piece.Length / size) * size);
            int got = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (got < bytes.Length)
                throw new InvalidDataException($"{what} declares {(long)count * size} bytes but ends after {((long)read * size) + got}.");
            decode(bytes, values.AsSpan(read, bytes.Length / size));
            read += bytes.Length / size;
        }
        return values;
    }
}
