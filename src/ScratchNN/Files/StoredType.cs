using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>A type of values in files: what each format calls it, where it has a name that can be read, and how it is read.</summary>
internal abstract class StoredType
{
    /// <summary>Bytes as they are.</summary>
    public static readonly StoredType Byte = new Of<byte> { Idx = 0x08, Npy = "u1" };

    /// <summary>Floats of 4 bytes.</summary>
    public static readonly StoredType Single = new Of<float> { Idx = 0x0D, Npy = "f4", SafeTensors = "F32" };

    /// <summary>Floats of 2 bytes.</summary>
    public static readonly StoredType Half = new Of<Half> { Npy = "f2", SafeTensors = "F16" };

    /// <summary>Integers of 2 bytes, with a sign.</summary>
    public static readonly StoredType Int16 = new Of<short> { Idx = 0x0B, Npy = "i2" };

    /// <summary>Integers of 4 bytes, with a sign.</summary>
    public static readonly StoredType Int32 = new Of<int> { Idx = 0x0C, Npy = "i4" };

    private static readonly StoredType[] _all =
    [
        Byte,
        new Of<sbyte> { Idx = 0x09, Npy = "i1" },
        Int16,
        new Of<ushort> { Npy = "u2" },
        Int32,
        new Of<uint> { Npy = "u4" },
        new Of<long> { Npy = "i8" },
        new Of<ulong> { Npy = "u8" },
        Half,
        new OfBFloat16 { SafeTensors = "BF16" },
        Single,
        new Of<double> { Idx = 0x0E, Npy = "f8", SafeTensors = "F64" },
        new OfBoolean { Npy = "b1" },
    ];

    /// <summary>Bytes of one value.</summary>
    public abstract int Size { get; }

    /// <summary>Whether it holds integers alone.</summary>
    public virtual bool IsInteger => false;

    private byte? Idx { get; init; }

    private string? Npy { get; init; }

    private string? SafeTensors { get; init; }

    /// <summary>The type that has the code in an IDX file, or null.</summary>
    public static StoredType? OfIdx(byte code) => Find(code, static (type, code) => type.Idx == code);

    /// <summary>The type that NumPy calls so, byte order aside, or null: <c>f4</c>.</summary>
    public static StoredType? OfNpy(string name) => Find(name, static (type, name) => type.Npy == name);

    /// <summary>The type that has the name in a safetensors file, or null.</summary>
    public static StoredType? OfSafeTensors(string name) => Find(name, static (type, name) => type.SafeTensors == name);

    /// <summary>
    /// Reads values until one does not fit: an integer is wanted and it is none or out of range, or a finite number would become infinite.
    /// What is in range becomes the nearest number.
    /// </summary>
    /// <returns>How many were read.</returns>
    public abstract int Decode<T>(ReadOnlySpan<byte> bytes, bool isBigEndian, Span<T> values) where T : unmanaged, INumber<T>;

    /// <summary>The value that begins there, for messages.</summary>
    public abstract object Value(ReadOnlySpan<byte> bytes, bool isBigEndian);

    /// <summary>What is wrong with a value that does not fit: a verb and its object.</summary>
    public virtual string Misfit<T>() => $"does not fit {typeof(T).Name}";

    private static StoredType? Find<TKey>(TKey key, Func<StoredType, TKey, bool> has)
    {
        foreach (var type in _all)
            if (has(type, key)) return type;
        return null;
    }

    private static TStored Read<TStored>(ReadOnlySpan<byte> bytes, bool isBigEndian) where TStored : unmanaged
    {
        var value = MemoryMarshal.Read<TStored>(bytes);
        if (Unsafe.SizeOf<TStored>() > 1 && isBigEndian == BitConverter.IsLittleEndian) MemoryMarshal.AsBytes(new Span<TStored>(ref value)).Reverse();
        return value;
    }

    private static bool TryConvert<TStored, T>(TStored stored, bool isInteger, out T value) where TStored : INumber<TStored> where T : INumber<T>
    {
        value = T.CreateChecked(stored);
        return isInteger ? TStored.IsInteger(stored) : T.IsFinite(value) || !TStored.IsFinite(stored);
    }

    /// <summary>Whether a type holds integers alone.</summary>
    private static bool HoldsIntegers<T>() where T : INumber<T> => T.CreateTruncating(0.5) == T.Zero;

    private sealed class Of<TStored> : StoredType where TStored : unmanaged, INumber<TStored>
    {
        public override int Size => Unsafe.SizeOf<TStored>();

        public override bool IsInteger => HoldsIntegers<TStored>();

        public override int Decode<T>(ReadOnlySpan<byte> bytes, bool isBigEndian, Span<T> values)
        {
            if (typeof(T) == typeof(TStored) && isBigEndian != BitConverter.IsLittleEndian)
            {
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                return values.Length;
            }
            bool isInteger = HoldsIntegers<T>();
            int i = 0;
            try
            {
                while (i < values.Length && TryConvert(Read<TStored>(bytes[(i * Size)..], isBigEndian), isInteger, out values[i])) i++;
            }
            catch (OverflowException) // it does not fit
            {
            }
            return i;
        }

        public override object Value(ReadOnlySpan<byte> bytes, bool isBigEndian) => Read<TStored>(bytes, isBigEndian);
    }

    /// <summary>A byte, 1 for True and 0 for False.</summary>
    private sealed class OfBoolean : StoredType
    {
        public override int Size => 1;

        public override bool IsInteger => true;

        public override int Decode<T>(ReadOnlySpan<byte> bytes, bool isBigEndian, Span<T> values)
        {
            int fitting = bytes[..values.Length].IndexOfAnyExceptInRange((byte)0, (byte)1);
            if (fitting < 0) fitting = values.Length;
            for (int i = 0; i < fitting; i++) values[i] = bytes[i] == 0 ? T.Zero : T.One;
            return fitting;
        }

        public override object Value(ReadOnlySpan<byte> bytes, bool isBigEndian) => bytes[0];

        public override string Misfit<T>() => "is neither 0 (False) nor 1 (True)";
    }

    /// <summary>The upper half of a float32.</summary>
    private sealed class OfBFloat16 : StoredType
    {
        public override int Size => 2;

        public override int Decode<T>(ReadOnlySpan<byte> bytes, bool isBigEndian, Span<T> values)
        {
            float[] whole = new float[values.Length];
            for (int i = 0; i < whole.Length; i++) whole[i] = Widen(bytes[(i * Size)..], isBigEndian);
            return Single.Decode(MemoryMarshal.AsBytes(whole.AsSpan()), !BitConverter.IsLittleEndian, values);
        }

        public override object Value(ReadOnlySpan<byte> bytes, bool isBigEndian) => Widen(bytes, isBigEndian);

        private static float Widen(ReadOnlySpan<byte> bytes, bool isBigEndian) => BitConverter.Int32BitsToSingle(Read<short>(bytes, isBigEndian) << 16);
    }
}
