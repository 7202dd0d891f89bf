using System.Buffers.Binary;

namespace ScratchNN;

/// <summary>A tensor to be written: its name in the file, what it is, and its values as they stand in memory.</summary>
internal readonly record struct NamedTensor(string Name, ParameterInfo Info, ReadOnlyMemory<float> Values)
{
    private const int PieceSize = 1 << 16;

    /// <summary>The bytes that <see cref="WriteValues"/> writes.</summary>
    public long ByteCount => sizeof(float) * (long)Values.Length;

    /// <summary>Writes the values, little-endian, in the order of the file.</summary>
    public void WriteValues(Stream stream)
    {
        float[] values = new float[Values.Length];
        new AxisOrder(Info).ToFile(Values.Span, values);
        byte[] piece = new byte[PieceSize];
        for (int first = 0; first < values.Length; first += PieceSize / sizeof(float))
        {
            int count = Math.Min(values.Length - first, PieceSize / sizeof(float));
            for (int i = 0; i < count; i++) BinaryPrimitives.WriteSingleLittleEndian(piece.AsSpan(sizeof(float) * i), values[first + i]);
            stream.Write(piece, 0, sizeof(float) * count);
        }
    }
}
