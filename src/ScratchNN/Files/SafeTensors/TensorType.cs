using System.Buffers.Binary;

namespace ScratchNN;

/// <summary>The types of a safetensors file that become float32.</summary>
internal enum TensorType
{
    F32,
    F16,
    BF16,
    F64,
}

internal static class TensorTypes
{
    /// <summary>The type of that name.</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static TensorType Parse(string name, string tensor) => name switch
    {
        "F32" => TensorType.F32,
        "F16" => TensorType.F16,
        "BF16" => TensorType.BF16,
        "F64" => TensorType.F64,
        _ => throw new InvalidDataException($"{SafeTensorsHeader.Describe(tensor)} has the type '{SafeTensorsHeader.Short(name)}': F32, F16, BF16 and F64 can be read."),
    };

    /// <summary>Bytes of one value.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.F32 => 4,
        TensorType.F64 => 8,
        _ => 2,
    };

    /// <summary>The floats of little-endian bytes.</summary>
    public static void Decode(this TensorType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int size = type.Size();
        for (int i = 0; i < values.Length; i++) values[i] = Value(type, bytes[(size * i)..]);
    }

    private static float Value(TensorType type, ReadOnlySpan<byte> bytes) => type switch
    {
        TensorType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        TensorType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        TensorType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16), // the upper half of a float32
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };
}
