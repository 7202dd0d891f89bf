using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>
/// The steps of a chain in which four rows of A next to one another are not all zero, a bit each; the others add nothing to the sums of a tile.
/// </summary>
internal static class KeptSteps
{
    /// <summary>Rows of a tile: of images, 4 rows skip a sixth to a third more steps than 8.</summary>
    public const int Rows = 4;

    /// <summary>Steps of a word.</summary>
    public const int WordSteps = 64;

    /// <summary>Words of a tile: whole chains.</summary>
    public static int Words(int k) => (k + GemmPlan.KC - 1) / GemmPlan.KC * (GemmPlan.KC / WordSteps);

    /// <summary>Words for so many rows.</summary>
    public static int Length(int rows, int k) => (rows + Rows - 1) / Rows * Words(k);

    /// <summary>Whether a sample of A keeps five steps of eight or fewer.</summary>
    /// <param name="a">A, [m × k].</param><param name="m">Rows, at least 4.</param><param name="k">Columns.</param>
    public static bool AreFew(Matrix a, int m, int k)
    {
        // what stands in a piece: the rows of one tile, or one step of all tiles
        Span<ulong> kept = stackalloc ulong[Words(GemmPlan.KC)];
        long count = 0, steps = a.ColumnStride == 1 ? k : m / Rows;
        for (int i = 0; i < steps; i += a.ColumnStride == 1 ? GemmPlan.KC : 1)
        {
            if (a.ColumnStride == 1) Find(a.From((m - Rows) / 2, i), Rows, Math.Min(GemmPlan.KC, k - i), kept);
            else Find(a.From(i * Rows, k / 2), Rows, 1, kept);
            foreach (ulong word in kept) count += BitOperations.PopCount(word);
        }
        return count <= steps * 5 / 8;
    }

    /// <summary>Finds the steps of tiles below one another.</summary>
    /// <param name="a">The first of their rows of A: each in a piece, or next to one another.</param>
    /// <param name="rows">How many; a last tile that lacks some keeps all steps.</param><param name="k">The steps.</param><param name="kept">Tile after tile.</param>
    [MethodImpl(Simd.Compiled)]
    public static void Find(Matrix a, int rows, int k, Span<ulong> kept)
    {
        kept = kept[..Length(rows, k)];
        kept.Clear();
        int tiles = rows / Rows, stride = Words(k);
        ref float first = ref Unsafe.AsRef(in a[0, 0]);
        ref ulong words = ref MemoryMarshal.GetReference(kept);
        if (a.ColumnStride != 1) AlongColumns(ref first, a.ColumnStride, tiles, k, ref words, stride);
        else
            for (int row = 0; row < tiles * Rows; row++)
                AlongRow(ref Unsafe.Add(ref first, row * a.RowStride), k, ref Unsafe.Add(ref words, row / Rows * stride));

        for (int p = 0; p < k && tiles * Rows < rows; p += WordSteps)
            Unsafe.Add(ref words, (tiles * stride) + (p / WordSteps)) = First(k - p);
    }

    /// <summary>Adds the steps of one row: row after row, because memory delivers best what stands in a piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AlongRow(ref float a, int k, ref ulong kept)
    {
        for (int start = 0; start < k; start += WordSteps)
        {
            ulong zeros = 0;
            int p = start, end = Math.Min(start + WordSteps, k);
            for (; p <= end - 16; p += 16)
                zeros |= Vector512.Equals(Vector512.LoadUnsafe(ref a, (nuint)p), Vector512<float>.Zero).ExtractMostSignificantBits() << (p - start);
            for (; p < end; p++)
                zeros |= (Unsafe.Add(ref a, p) == 0 ? 1UL : 0) << (p - start);
            Unsafe.Add(ref kept, start / WordSteps) |= ~zeros & First(end - start);
        }
    }

    /// <summary>Tiles whose rows stand next to one another, 8 steps of two tiles at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AlongColumns(ref float a, nint columnStride, int tiles, int k, ref ulong kept, int stride)
    {
        const ulong firstBits = 0x0101_0101_0101_0101, gathers = 0x0102_0408_1020_4080; // the first bit of each byte, and what brings them together in the last byte
        for (int p = 0; p < k; p += 8)
        {
            ref ulong words = ref Unsafe.Add(ref kept, p >>> 6);
            int steps = Math.Min(8, k - p), at = p & 63, tile = 0;
            ulong steps8 = firstBits & First(8 * steps);
            for (; tile <= tiles - 2; tile += 2)
            {
                ref float row = ref Unsafe.Add(ref a, tile * Rows);
                ulong zeros = 0; // a byte for each step, a bit for each row
                if (steps == 8)
                    zeros = Zeros(ref row, 0) | Zeros(ref row, columnStride) << 8
                        | Zeros(ref row, 2 * columnStride) << 16 | Zeros(ref row, 3 * columnStride) << 24
                        | Zeros(ref row, 4 * columnStride) << 32 | Zeros(ref row, 5 * columnStride) << 40
                        | Zeros(ref row, 6 * columnStride) << 48 | Zeros(ref row, 7 * columnStride) << 56;
                else
                    for (int step = 0; step < steps; step++) zeros |= Zeros(ref row, step * columnStride) << (8 * step);
                zeros &= zeros >> 1;
                zeros &= zeros >> 2;
                ulong first = ~zeros & steps8, second = ~(zeros >> Rows) & steps8;
                Unsafe.Add(ref words, tile * stride) |= (first * gathers) >> 56 << at;
                Unsafe.Add(ref words, (tile + 1) * stride) |= (second * gathers) >> 56 << at;
            }
            if (tile < tiles)
                for (int step = 0; step < steps; step++)
                    if (!Vector128.EqualsAll(Vector128.LoadUnsafe(ref Unsafe.Add(ref a, (tile * Rows) + (step * columnStride))), Vector128<float>.Zero))
                        Unsafe.Add(ref words, tile * stride) |= 1UL << (at + step);
            a = ref Unsafe.Add(ref a, 8 * columnStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Zeros(ref float first, nint offset) =>
        Vector256.Equals(Vector256.LoadUnsafe(ref Unsafe.Add(ref first, offset)), Vector256<float>.Zero).ExtractMostSignificantBits();

    /// <summary>A word of so many steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong First(int steps) => ulong.MaxValue >> Math.Max(0, WordSteps - steps);
}
