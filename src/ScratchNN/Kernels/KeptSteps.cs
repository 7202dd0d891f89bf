using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>
/// The steps of a chain in which the rows of a tile of A are not all zero, a byte each; the others add nothing to its sums.
/// </summary>
internal static class KeptSteps
{
    /// <summary>Bytes of a tile: its steps, and their number.</summary>
    public const int Length = GemmPlan.KC + sizeof(int);

    /// <summary>For each set of 8 bits: which of them are 1, in order, a byte each.</summary>
    private static readonly ulong[] _positions = [.. Enumerable.Range(0, 256).Select(Positions)];

    /// <summary>How many steps were kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CountOf(ref readonly byte kept) => Unsafe.ReadUnaligned<int>(in Unsafe.Add(ref Unsafe.AsRef(in kept), GemmPlan.KC));

    /// <summary>Whether a sample of A is without a quarter of its steps or more.</summary>
    /// <param name="a">A, [m × k].</param><param name="rows">Those of a tile.</param><param name="m">Rows, no fewer.</param><param name="k">Columns.</param>
    public static bool AreFew(Matrix a, int rows, int m, int k)
    {
        // what stands in a piece: the rows of one tile, or one step of all tiles
        var sample = a.ColumnStride == 1 ? a.From((m - rows) / 2, 0) : new Matrix(a.From(0, k / 2).Values, 1, rows);
        int steps = a.ColumnStride == 1 ? k : m / rows;
        Span<byte> kept = stackalloc byte[Length];
        int count = 0;
        for (int start = 0; start < steps; start += GemmPlan.KC)
        {
            Find(sample.From(0, start), rows, Math.Min(GemmPlan.KC, steps - start), kept);
            count += CountOf(in kept[0]);
        }
        return count <= steps * 3L / 4;
    }

    /// <summary>Finds the steps of a tile over one chain.</summary>
    /// <param name="a">The tile's rows of A: each in a piece, or next to one another.</param>
    /// <param name="rows">Their number: 4, 6 or 8.</param><param name="k">The chain's steps.</param><param name="kept">Those kept, and how many.</param>
    [MethodImpl(Simd.Compiled)]
    public static void Find(Matrix a, int rows, int k, Span<byte> kept)
    {
        ref float first = ref Unsafe.AsRef(in a[0, 0]);
        ref byte steps = ref MemoryMarshal.GetReference(kept[..Length]);
        int count = a.ColumnStride == 1 ? AlongRows(ref first, a.RowStride, rows, k, ref steps) : AlongColumns(ref first, a.ColumnStride, rows, k, ref steps);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref steps, GemmPlan.KC), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AlongRows(ref float a, nint rowStride, int rows, int k, ref byte kept)
    {
        ref ulong positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        ref float a2 = ref Unsafe.Add(ref a, 2 * rowStride), a4 = ref Unsafe.Add(ref a, 4 * rowStride), a6 = ref Unsafe.Add(ref a, 6 * rowStride);
        int count = 0, p = 0;
        for (; p <= k - 8; p += 8)
        {
            Vector256<float> any = Two(ref a, p, rowStride) | Two(ref a2, p, rowStride);
            if (rows > 4) any |= Two(ref a4, p, rowStride);
            if (rows > 6) any |= Two(ref a6, p, rowStride);
            uint bits = Vector256.Equals(any, Vector256<float>.Zero).ExtractMostSignificantBits() ^ 0xFF;
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref kept, count), Unsafe.Add(ref positions, bits) + ((ulong)p * 0x0101_0101_0101_0101));
            count += BitOperations.PopCount(bits);
        }
        for (; p < k; p++)
        {
            bool isZero = true;
            for (int i = 0; i < rows; i++) isZero &= Unsafe.Add(ref a, (i * rowStride) + p) == 0;
            Unsafe.Add(ref kept, count) = (byte)p;
            count += isZero ? 0 : 1;
        }
        return count;

        static Vector256<float> Two(ref float a, nint p, nint rowStride) =>
            Vector256.LoadUnsafe(ref Unsafe.Add(ref a, p)) | Vector256.LoadUnsafe(ref Unsafe.Add(ref a, p + rowStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AlongColumns(ref float a, nint columnStride, int rows, int k, ref byte kept)
    {
        int count = 0;
        for (int p = 0; p < k; p++)
        {
            Vector128<float> any = Vector128.LoadUnsafe(ref a) | Vector128.LoadUnsafe(ref Unsafe.Add(ref a, rows - 4));
            Unsafe.Add(ref kept, count) = (byte)p;
            count += Vector128.EqualsAll(any, Vector128<float>.Zero) ? 0 : 1;
            a = ref Unsafe.Add(ref a, columnStride);
        }
        return count;
    }

    private static ulong Positions(int bits)
    {
        ulong positions = 0;
        for (int i = 0; bits != 0; bits &= bits - 1, i += 8) positions |= (ulong)BitOperations.TrailingZeroCount(bits) << i;
        return positions;
    }
}
