using System.Buffers.Binary;
using System.Numerics;

namespace ScratchNN;

/// <summary>The types of values that are read from an NPY file.</summary>
internal enum NpyType
{
    Single,
    Double,
    Byte,
    Int32,
    Int64,
}

internal static class NpyTypes
{
    /// <exception cref="InvalidDataException">It is none of those.</exception>
    public static NpyType Parse(string name) => name switch
    {
        "<f4" => NpyType.Single,
        "<f8" => NpyType.Double,
        "|u1" => NpyType.Byte,
        "<i4" => NpyType.Int32,
        "<i8" => NpyType.Int64,
        _ => throw new InvalidDataException($"The NPY file holds values of type '{name}': <f4, <f8, |u1, <i4 and <i8 can be read; array.astype('<f4') makes them."),
    };

    /// <summary>Bytes of one value.</summary>
    public static int Size(this NpyType type) => type switch
    {
        NpyType.Byte => 1,
        NpyType.Single or NpyType.Int32 => 4,
        _ => 8,
    };

    /// <summary>The value that begins there, little-endian.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public static T Value<T>(this NpyType type, ReadOnlySpan<byte> bytes) where T : INumber<T> => type switch
    {
        NpyType.Single => T.CreateChecked(BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        NpyType.Double => T.CreateChecked(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        NpyType.Byte => T.CreateChecked(bytes[0]),
        NpyType.Int32 => T.CreateChecked(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        _ => T.CreateChecked(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
    };
}
