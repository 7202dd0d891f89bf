using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchNN.Kernels;

internal static partial class Philox
{
    /// <summary>
    /// words[i] = number 4·<paramref name="firstBlock"/> + i of a stream: what <see cref="RandomStream.NextUInt32"/> gives one after another.
    /// </summary>
    public static void Fill(Span<uint> words, ulong seed, ulong stream, ulong firstBlock = 0)
    {
        int done = Avx2.IsSupported ? FillFours(words, seed, stream, firstBlock) : 0;
        for (; done < words.Length; done += 4)
        {
            ulong block = firstBlock + (ulong)(done / 4);
            var (x0, x1, x2, x3) = Block((uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32), (uint)seed, (uint)(seed >> 32));
            var rest = words[done..];
            rest[0] = x0;
            if (rest.Length > 1) rest[1] = x1;
            if (rest.Length > 2) rest[2] = x2;
            if (rest.Length > 3) rest[3] = x3;
        }
    }

    /// <summary>u[i] in [0, 1), a multiple of 2⁻²⁴: what <see cref="RandomStream.NextSingle"/> gives one after another.</summary>
    public static void FillUniform(Span<float> u, ulong seed, ulong stream, ulong firstBlock = 0)
    {
        var words = MemoryMarshal.Cast<float, uint>(u);
        Fill(words, seed, stream, firstBlock);
        ToUniform(words, u);
    }

    /// <summary>The upper 24 bits as a share of 2²⁴: exact, so the same in every register.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void ToUniform(ReadOnlySpan<uint> words, Span<float> u)
    {
        const float Unit = 1f / (1 << 24);
        int i = 0;
        for (; Vector256.IsHardwareAccelerated && i <= words.Length - 8; i += 8)
            (Vector256.ConvertToSingle((Vector256.LoadUnsafe(in MemoryMarshal.GetReference(words), (nuint)i) >>> 8).AsInt32()) * Unit).StoreUnsafe(ref u.At(i));
        for (; Vector128.IsHardwareAccelerated && i <= words.Length - 4; i += 4)
            (Vector128.ConvertToSingle((Vector128.LoadUnsafe(in MemoryMarshal.GetReference(words), (nuint)i) >>> 8).AsInt32()) * Unit).StoreUnsafe(ref u.At(i));
        for (; i < words.Length; i++) u[i] = (words[i] >> 8) * Unit;
    }

    /// <summary>
    /// Four counters to a register, one in each 64 bits; of these only the lower half is read. Blocks 0, 2, 1, 3, so that the words come out in order.
    /// </summary>
    /// <returns>The words that are done: whole sixteens.</returns>
    [MethodImpl(Simd.Compiled)]
    private static int FillFours(Span<uint> words, ulong seed, ulong stream, ulong firstBlock)
    {
        var m0 = Vector256.Create((ulong)M0).AsUInt32();
        var m1 = Vector256.Create((ulong)M1).AsUInt32();
        int i = 0;
        for (; i <= words.Length - 16; i += 16, firstBlock += 4)
        {
            var c0 = Vector256.Create(firstBlock, firstBlock + 2, firstBlock + 1, firstBlock + 3);
            Vector256<ulong> c1 = c0 >>> 32, c2 = Vector256.Create(stream), c3 = c2 >>> 32;
            uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
            for (int round = 0; round < 10; round++)
            {
                Vector256<ulong> p0 = Avx2.Multiply(c0.AsUInt32(), m0), p1 = Avx2.Multiply(c2.AsUInt32(), m1);
                (c0, c1, c2, c3) = ((p1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0), p1, (p0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1), p0);
                k0 += W0;
                k1 += W1;
            }
            var low = Avx2.Blend(c0.AsUInt32(), (c1 << 32).AsUInt32(), 0b10101010).AsUInt64();
            var high = Avx2.Blend(c2.AsUInt32(), (c3 << 32).AsUInt32(), 0b10101010).AsUInt64();
            ref uint to = ref Unsafe.Add(ref MemoryMarshal.GetReference(words), i);
            Avx2.UnpackLow(low, high).AsUInt32().StoreUnsafe(ref to);
            Avx2.UnpackHigh(low, high).AsUInt32().StoreUnsafe(ref to, 8);
        }
        return i;
    }
}
