using System.Buffers.Binary;
using System.Numerics;

namespace ScratchNN;

/// <summary>The types of values that an IDX file can hold, by their code in byte 2.</summary>
internal enum IdxType : byte
{
    Byte = 0x08,
    SByte = 0x09,
    Int16 = 0x0B,
    Int32 = 0x0C,
    Single = 0x0D,
    Double = 0x0E,
}

internal static class IdxTypes
{
    /// <summary>Bytes of one value.</summary>
    public static int Size(this IdxType type) => type switch
    {
        IdxType.Byte or IdxType.SByte => 1,
        IdxType.Int16 => 2,
        IdxType.Int32 or IdxType.Single => 4,
        _ => 8,
    };

    /// <summary>The value that begins there, big-endian.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public static T Value<T>(this IdxType type, ReadOnlySpan<byte> bytes) where T : INumber<T> => type switch
    {
        IdxType.Byte => T.CreateChecked(bytes[0]),
        IdxType.SByte => T.CreateChecked((sbyte)bytes[0]),
        IdxType.Int16 => T.CreateChecked(BinaryPrimitives.ReadInt16BigEndian(bytes)),
        IdxType.Int32 => T.CreateChecked(BinaryPrimitives.ReadInt32BigEndian(bytes)),
        IdxType.Single => T.CreateChecked(BinaryPrimitives.ReadSingleBigEndian(bytes)),
        _ => T.CreateChecked(BinaryPrimitives.ReadDoubleBigEndian(bytes)),
    };
}
