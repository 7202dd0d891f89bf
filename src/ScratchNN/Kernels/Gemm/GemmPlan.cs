using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace ScratchNN.Kernels;

/// <summary>
/// The blocking of a matrix product. Only <see cref="KC"/> is part of the arithmetic; the others may change with the machine.
/// </summary>
internal static class GemmPlan
{
    //                            what it is                                        why this value
    public const int KC = 256; // length of one multiply-add chain; sums of chains  a contract: it decides the bits; 256 keeps the
                               // are added in order                                rounding error flat for long k and a panel of B in L1

    /// <summary>
    /// Rows of a register tile. Two registers across, one of B each and one for A: 8 rows need 19 registers of the 32 that AVX-512 and ARM64
    /// have, and divide the usual batch sizes; 6 rows need 15 of 16.
    /// </summary>
    public static int MR => Vector512.IsHardwareAccelerated || AdvSimd.IsSupported ? 8 : 6;

    /// <summary>
    /// Rows that go through all panels before the next, a multiple of MR: 192 × 256 floats of A stay in L2. Where Aᵀ is packed, whole rows of it,
    /// which memory delivers fastest. Few in Debug builds, so that tests cross blocks.
    /// </summary>
    public static int BlockRows(MatrixView a, bool packsA, int mr) => IsDebug ? 3 * mr : packsA && a.RowStride == 1 ? 128 * mr : 192;

    /// <summary>Products with fewer multiply-adds than this run on the calling thread: waking others costs more than it saves.</summary>
    public const long SerialWork = 1 << 17;

    /// <summary>Whether all of B is copied into panels: where its columns lie apart, or where enough rows read each panel to pay for it.</summary>
    public static bool PacksB(MatrixView b, int m, bool skipsZeros) => b.ColumnStride != 1 || m >= RowsThatPay(b, skipsZeros);

    /// <summary>
    /// Many where a panel is two cache lines wide or more; else fewer, above all where its rows, 1 KB or more apart, would push each other out of the cache.
    /// </summary>
    private static int RowsThatPay(MatrixView b, bool skipsZeros) =>
        IsDebug ? 48 : Vector512.IsHardwareAccelerated || (MR == 8 && skipsZeros) ? 384 : skipsZeros ? 96 : b.RowStride >= 256 ? 64 : 192;

    /// <summary>
    /// Whether tiles of A are copied together before they are read: where its columns run through many pages (Aᵀ over long chains), or where the rows of a
    /// tile, 4 KB or more apart, would push each other out of the cache and enough panels make up for the copy.
    /// </summary>
    public static bool PacksA(MatrixView a, int panels, int k) => a.RowStride == 1 ? k > KC : a.RowStride >= 1024 && panels >= 8;

    /// <summary>
    /// Whether C = Aᵀ·B is computed as the transpose of Bᵀ·A: B has too few columns to fill registers, A has enough, and the sums are long enough to pay
    /// for the transpose. Not where rows of A, 4 KB apart or a multiple of it, would push each other out of the cache.
    /// </summary>
    public static bool ComputesTransposed(MatrixView a, MatrixView b, int m, int n, int k) =>
        a.RowStride == 1 && b.ColumnStride == 1 && n <= 24 && m >= (IsDebug ? n + 1 : 64) && k >= 12 * n && (k <= KC || a.ColumnStride % 1024 != 0);

    /// <summary>Whether all of k is computed while a tile's rows are at hand: B sits in a cache, and A, where that needs two panels, in none.</summary>
    public static bool ReadsAOnce(int panels, int m, int k) => panels == 1 || (panels == 2 && (IsDebug || m * (long)k > 1 << 20));

    /// <summary>
    /// Whether the rows of A that come next are fetched during a tile: where A streams through once, from memory most likely, and hardware, which looks
    /// ahead within a page, begins again with every tile.
    /// </summary>
    public static bool FetchesA(MatrixView a, int panels, int m, int n, int k) =>
        a.ColumnStride == 1 && ReadsAOnce(panels, m, k) && n > 4 && (IsDebug || m * (long)k > 1 << 17);

    /// <summary>
    /// Whether the rows of the next panel are fetched during a tile: where B is read in place and no L2 holds it. Hardware does not look ahead from row to row.
    /// </summary>
    public static bool FetchesB(MatrixView b, int k) => b.ColumnStride == 1 && (IsDebug || b.RowStride * (long)k > 1 << 17);

    /// <summary>Whether one row of A is multiplied by whole rows of B: a tile of one row has too few sums to hide the time that each takes.</summary>
    public static bool ReadsBInRows(MatrixView b, int n, int k) => b.ColumnStride == 1 && n >= (IsDebug ? 6 : 48) && k >= 8;

    /// <summary>Columns whose sums one row of A computes together: whole cache lines, an equal part for each thread, and few enough to stay in L1.</summary>
    public static int OneRowColumns(int n, int threads) => Math.Clamp(((n / threads) + 15) / 16 * 16, 16, IsDebug ? 32 : 1024);

    /// <summary>Rows of a tile: 4 where three registers across leave no room for more in 16.</summary>
    public static int TileRows(int lanes, int n) => lanes >= 8 && n is > 16 and <= 24 ? 4 : MR;

    /// <summary>Columns of a panel: two registers, or three of 8 where one panel of them takes all, so that A is read once.</summary>
    public static int PanelWidth(int lanes, int n) => lanes == 8 && n is > 16 and <= 24 ? 24 : 2 * lanes;

    /// <summary>
    /// Columns of a panel where zeros are skipped: eight registers across where there are 32 of them, six of 16. Up to 24 columns take registers of 8.
    /// </summary>
    public static int SparseWidth(int lanes, int n) => lanes == 16 && n <= 24 ? 24 : (MR == 8 ? 8 : 6) * lanes;

    /// <summary>Whether the zeros of A decide which steps of k a tile takes, if they are many: where finding them costs little beside the product.</summary>
    public static bool MaySkipZeros(int m, int n, int k) => m >= NonzeroSteps.Rows && n >= 4 && k > 0 && (IsDebug || m * (long)n * k >= SerialWork);

    /// <summary>Rows whose zeros are found together, then go through all panels: they stay in L2.</summary>
    public const int SparseBlockRows =
#if DEBUG
        12;
#else
        128;
#endif

    /// <summary>Floats from a packed tile of A to the next: it and a cache line, because tiles 8 KB apart would share their places in the cache.</summary>
    public static int TileStride(int chain, int mr) => (chain * mr) + 16;

    /// <summary>Floats for the packed tiles of a block of A.</summary>
    public static int PackedSize(int blockRows, int m, int mr) => Math.Min(blockRows, m + mr) / mr * TileStride(KC, mr);

    /// <summary>
    /// Columns that a product with a table takes: n, or a few more, of which the caller gives B and C. Fewer than a register has would go through two that
    /// overlap, for twice the work: 6 columns of 25 steps take 0.6 of the time as 8.
    /// </summary>
    public static int TableWidth(int lanes, int n) => lanes == 1 || n >= 8 ? n : n <= 4 ? 4 : lanes == 4 ? n : 8;

    /// <summary>
    /// Columns of the next panel of a product with a table: three registers where tiles of them are worth it, never fewer columns than the smallest register
    /// has.
    /// </summary>
    public static int TablePanel(int lanes, int left) => lanes switch
    {
        16 => left <= WidestTable ? left : left is <= 64 or > 96 ? 32 : WidestTable,
        8 => left <= 24 ? left : 16,
        4 => left <= 8 ? left : left < 12 ? 4 : 8,
        _ => Math.Min(2, left),
    };

    /// <summary>The most columns of a panel of a product with a table.</summary>
    public const int WidestTable = 48;

    private static bool IsDebug =>
#if DEBUG
        true;
#else
        false;
#endif
}
