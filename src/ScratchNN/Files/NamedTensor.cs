using System.Buffers.Binary;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A tensor to be written: its name in the file, what it is, and its values as they are in memory.</summary>
internal readonly record struct NamedTensor(string Name, ParameterInfo Info, ReadOnlyMemory<float> Values)
{
    private const int PieceSize = 1 << 16;

    /// <summary>The bytes that <see cref="WriteValues"/> writes.</summary>
    public long ByteCount => sizeof(float) * (long)Values.Length;

    /// <summary>Throws unless each tensor has finite values, as whoever reads a file expects.</summary>
    /// <exception cref="InvalidOperationException">One has not.</exception>
    public static void RequireSound(IEnumerable<NamedTensor> tensors)
    {
        foreach (var tensor in tensors)
            if (!Finite.Are(tensor.Values.Span))
                throw new InvalidOperationException($"{tensor.Name} holds numbers that are not finite; nothing was saved.");
    }

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
