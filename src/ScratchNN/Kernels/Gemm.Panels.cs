using System.Runtime.CompilerServices;
using ScratchNN.Kernels;

namespace ScratchNN;

public static partial class Gemm
{
    /// <summary>
    /// B as panels as wide as a tile's registers, read in place or packed: a packed panel is [k × lanes].
    /// </summary>
    internal readonly ref struct Panels<T>(Matrix b, int n, int k, bool packsAll, Span<float> packed) : IRowKernel where T : struct, ISimd<T>
    {
        private readonly Matrix _b = b;
        private readonly Span<float> _packed = packed;

        public const int Few = 4; // fewer columns than the smallest register of several lanes go through a tile beside C

        /// <summary>Columns of a panel: two registers, or three of 8 where one panel of them takes all, so that A is read once.</summary>
        public int Width { get; } = WidthOf(n);

        /// <summary>Rows of a tile: 4 where three registers across leave no room for more in 16.</summary>
        public int TileRows => TileRowsOf(n);

        public int Count => CountOf(n);

        public static int TileRowsOf(int n) => T.Lanes >= 8 && n is > 16 and <= 24 ? 4 : GemmPlan.MR;

        public static int CountOf(int n) => (n + WidthOf(n) - 1) / WidthOf(n);

        /// <summary>Whether memory is faster than what happens to B once it is in the caches.</summary>
        public bool IsStream(int m) => !packsAll && GemmPlan.FetchesB(_b, m, k);

        public int PackedCount => Count - FirstPacked;

        /// <summary>All, or the last one if it has too few columns for a register.</summary>
        private int FirstPacked => packsAll ? 0 : LastLanes(n) > (n % Width) ? Count - 1 : Count;

        /// <summary>Floats for the packed panels.</summary>
        public static int PackedSize(int n, int k, bool packsAll)
        {
            int last = n % WidthOf(n), lanes = LastLanes(n), packed = packsAll ? n - last + lanes : lanes > last ? lanes : 0;
            return checked(packed * k);
        }

        /// <summary>The first element of a panel at row <paramref name="start"/> of B.</summary>
        public ref readonly float At(int panel, int start, out int rowStride)
        {
            if (panel < FirstPacked)
            {
                rowStride = _b.RowStride;
                return ref _b.Values.At((start * rowStride) + (panel * Width));
            }
            rowStride = Lanes(panel);
            return ref _packed.At(((panel - FirstPacked) * Width * k) + (start * rowStride));
        }

        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow; i < endRow; i++)
            {
                int panel = FirstPacked + i, column = panel * Width;
                Pack(column, Math.Min(Width, n - column), Lanes(panel), _packed[(i * Width * k)..]);
            }
        }

        private void Pack(int column, int columns, int lanes, Span<float> packed)
        {
            ref float source = ref Unsafe.AsRef(in _b[0, column]), to = ref packed.At(0);
            for (int p = 0; p < k; p++)
            {
                if (_b.ColumnStride != 1)
                    for (int j = 0; j < columns; j++) Unsafe.Add(ref to, j) = Unsafe.Add(ref source, j * _b.ColumnStride);
                else if (columns == 2 * T.Lanes)
                {
                    T.Load(in source).Store(ref to);
                    T.Load(in Unsafe.Add(ref source, T.Lanes)).Store(ref Unsafe.Add(ref to, T.Lanes));
                }
                else
                    Copy(in source, ref to, columns);
                source = ref Unsafe.Add(ref source, _b.RowStride);
                to = ref Unsafe.Add(ref to, lanes);
            }
        }

        private int Lanes(int panel) => (panel + 1) * Width <= n ? Width : LastLanes(n);

        /// <summary>Floats of a packed row after the last full panel: its columns, but no fewer than the smallest register has.</summary>
        private static int LastLanes(int n) => n % WidthOf(n) is > 0 and < Few ? Math.Min(Few, T.Lanes) : n % WidthOf(n);

        private static int WidthOf(int n) => T.Lanes == 8 && n is > 16 and <= 24 ? 24 : 2 * T.Lanes;
    }

    /// <summary>Copies a few floats: a call of memmove would cost more than it does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref readonly float from, ref float to, int count)
    {
        ref float source = ref Unsafe.AsRef(in from);
        int j = 0;
        for (; j <= count - 4; j += 4) Float4.Load(in Unsafe.Add(ref source, j)).Store(ref Unsafe.Add(ref to, j));
        for (; j < count; j++) Unsafe.Add(ref to, j) = Unsafe.Add(ref source, j);
    }
}
