using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>
    /// B as panels as wide as a tile's registers, read in place or packed: a packed panel is [k × lanes].
    /// </summary>
    internal readonly ref struct Panels<T>(MatrixView b, int n, int k, int width, bool packsAll, Span<float> packed) : IRowKernel where T : struct, ISimd<T>
    {
        private readonly MatrixView _b = b;
        private readonly Span<float> _packed = packed;

        public const int Few = 4; // fewer columns than the smallest register of several lanes go through a tile beside C

        /// <summary>Columns of a panel.</summary>
        public int Width => width;

        public int Count => CountOf(n, width);

        public static int CountOf(int n, int width) => (n + width - 1) / width;

        /// <summary>Whether the next panel is fetched from memory while one is multiplied.</summary>
        public bool IsFetchedAhead => !packsAll && GemmPlan.FetchesB(_b, k);

        public int PackedCount => Count - FirstPacked;

        /// <summary>All, or the last one if it has too few columns for a register.</summary>
        private int FirstPacked => packsAll ? 0 : LastLanes(n, width) > (n % width) ? Count - 1 : Count;

        /// <summary>Floats for the packed panels.</summary>
        public static int PackedSize(int n, int k, int width, bool packsAll)
        {
            int last = n % width, lanes = LastLanes(n, width), packed = packsAll ? n - last + lanes : lanes > last ? lanes : 0;
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

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow; i < endRow; i++)
            {
                int panel = FirstPacked + i, column = panel * Width;
                Pack(column, Math.Min(Width, n - column), Lanes(panel), _packed[(i * Width * k)..]);
            }
        }

        [MethodImpl(Simd.Compiled)]
        private void Pack(int column, int columns, int lanes, Span<float> packed)
        {
            if (_b.ColumnStride != 1)
            {
                Transposition.Copy(_b.From(0, column).Values, _b.ColumnStride, packed, lanes, columns, k);
                return;
            }
            ref float source = ref Unsafe.AsRef(in _b[0, column]), to = ref packed.At(0);
            for (int p = 0; p < k; p++)
            {
                Copy<T>(in source, ref to, columns);
                source = ref Unsafe.Add(ref source, _b.RowStride);
                to = ref Unsafe.Add(ref to, lanes);
            }
        }

        private int Lanes(int panel) => (panel + 1) * Width <= n ? Width : LastLanes(n, width);

        /// <summary>Floats of a packed row after the last full panel: its columns, but no fewer than the smallest register has.</summary>
        private static int LastLanes(int n, int width) => n % width is > 0 and < Few ? Math.Min(Few, T.Lanes) : n % width;
    }

    /// <summary>Copies a few floats: a call of memmove would cost more than it does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(ref readonly float from, ref float to, int count) where T : struct, ISimd<T>
    {
        ref float source = ref Unsafe.AsRef(in from);
        int j = 0;
        for (; j <= count - T.Lanes; j += T.Lanes) T.Load(in Unsafe.Add(ref source, j)).Store(ref Unsafe.Add(ref to, j));
        for (; j <= count - 4; j += 4) F32x4.Load(in Unsafe.Add(ref source, j)).Store(ref Unsafe.Add(ref to, j));
        for (; j < count; j++) Unsafe.Add(ref to, j) = Unsafe.Add(ref source, j);
    }
}
