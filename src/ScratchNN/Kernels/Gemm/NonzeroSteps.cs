using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>
/// The steps of k in which two rows of A next to one another are not both zero, a bit each; the others add nothing to the sums of a tile.
/// </summary>
internal static class NonzeroSteps
{
    /// <summary>Rows of a tile. Of the pixels of MNIST, 2 rows of X keep 29 % of the steps, 4 keep 39 %, 8 keep 47 %; of Xᵀ 22, 28 and 39 %.</summary>
    public const int Rows = 2;

    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>Steps of a word.</summary>
    public const int WordSteps = 64;

    /// <summary>Words of a tile: whole chains.</summary>
    public static int Words(int k) => (k + GemmPlan.KC - 1) / GemmPlan.KC * (GemmPlan.KC / WordSteps);

    /// <summary>Words for so many rows.</summary>
    public static int Length(int rows, int k) => (rows + Rows - 1) / Rows * Words(k);

    /// <summary>Whether a sample of A keeps five steps of eight or fewer.</summary>
    /// <param name="a">A, [m × k].</param><param name="m">Rows, at least 2.</param><param name="k">Columns.</param>
    [MethodImpl(Simd.Compiled)]
    public static bool AreFew(MatrixView a, int m, int k)
    {
        // what is in a piece, at eight places that follow no pattern: the two rows of a tile, or one step of all tiles
        bool isAlongRows = a.ColumnStride == 1;
        int length = isAlongRows ? k : m;
        long kept = 0, seen = 0;
        for (int place = 1; place <= 8; place++)
        {
            double share = place * GoldenRatio % 1;
            int row = (int)(share * (m / Rows)) * Rows, step = (int)(share * k);
            ref float first = ref Unsafe.AsRef(in isAlongRows ? ref a[row, 0] : ref a[0, step]);
            for (int i = 0; i <= length - 16; i += 16)
            {
                ulong zeros = Zeros16(ref first, i);
                zeros = isAlongRows ? zeros & Zeros16(ref first, i + a.RowStride) : (zeros & (zeros >> 1)) | 0xAAAA; // a tile is counted at its first row
                kept += BitOperations.PopCount(zeros ^ 0xFFFF);
                seen += isAlongRows ? 16 : 8;
            }
        }
        return kept <= seen * 5 / 8 && seen > 0;
    }

    /// <summary>Finds the steps of tiles below one another.</summary>
    /// <param name="a">The first of their rows of A: each in a piece, or next to one another.</param>
    /// <param name="rows">How many; a last tile that lacks some keeps all steps.</param>
    /// <param name="k">The steps.</param>
    /// <param name="kept">Tile after tile.</param>
    [MethodImpl(Simd.Compiled)]
    public static void Find(MatrixView a, int rows, int k, Span<ulong> kept)
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

    /// <summary>Adds the steps of one row: row after row, because memory delivers best what is in a piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AlongRow(ref float a, int k, ref ulong kept)
    {
        int p = 0;
        for (; p <= k - WordSteps; p += WordSteps)
            Unsafe.Add(ref kept,
                p / WordSteps) |= ~(Zeros16(ref a, p) | Zeros16(ref a, p + 16) << 16 | Zeros16(ref a, p + 32) << 32 | Zeros16(ref a, p + 48) << 48);
        for (; p <= k - 16; p += 16)
            Unsafe.Add(ref kept, p / WordSteps) |= (Zeros16(ref a, p) ^ 0xFFFF) << (p % WordSteps);
        for (; p < k; p++)
            if (Unsafe.Add(ref a, p) != 0) Unsafe.Add(ref kept, p / WordSteps) |= 1UL << (p % WordSteps);
    }

    /// <summary>Tiles whose rows stand next to one another: 16 rows over 32 steps at a time, each row in a lane of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AlongColumns(ref float a, nint columnStride, int tiles, int k, ref ulong kept, int stride)
    {
        const int lanes = 16, tilesAtOnce = lanes / Rows, stepsAtOnce = 32;
        Span<ulong> found = stackalloc ulong[tilesAtOnce];
        for (int start = 0; start < k; start += stepsAtOnce)
        {
            int steps = Math.Min(stepsAtOnce, k - start);
            ref ulong words = ref Unsafe.Add(ref kept, start / WordSteps);
            for (int i = 0; i < tiles; i += tilesAtOnce)
            {
                int tile = Math.Min(i, Math.Max(0, tiles - tilesAtOnce)), count = Math.Min(tilesAtOnce, tiles); // the last ones again, if not all are new
                ref float row = ref Unsafe.Add(ref a, (start * columnStride) + (tile * Rows));
                if (count == tilesAtOnce)
                {
                    Vector512<int> zeros = default, bit = Vector512<int>.One;
                    for (int step = 0; step < steps; step++)
                    {
                        zeros |= Vector512.Equals(Vector512.LoadUnsafe(ref row, (nuint)(step * columnStride)), Vector512<float>.Zero).AsInt32() & bit;
                        bit += bit;
                    }
                    var pairs = zeros.AsUInt64();
                    Vector512.AndNot(Vector512.Create(First(steps)), pairs & (pairs >>> 32)).StoreUnsafe(ref MemoryMarshal.GetReference(found));
                }
                else
                {
                    found.Clear();
                    for (int step = 0; step < steps; step++)
                        for (int j = 0; j < count * Rows; j++)
                            if (Unsafe.Add(ref row, (step * columnStride) + j) != 0) found[j / Rows] |= 1UL << step;
                }
                for (int j = 0; j < count; j++)
                    Unsafe.Add(ref words, (tile + j) * stride) |= found[j] << (start % WordSteps);
            }
        }
    }

    /// <summary>Which of 16 floats are 0 or −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Zeros16(ref float first, nint offset) =>
        Vector512.Equals(Vector512.LoadUnsafe(ref Unsafe.Add(ref first, offset)), Vector512<float>.Zero).ExtractMostSignificantBits();

    /// <summary>A word of so many steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong First(int steps) => ulong.MaxValue >> Math.Max(0, WordSteps - steps);
}
