using System.Buffers;
using System.Runtime.CompilerServices;
using V16 = System.Runtime.Intrinsics.Vector512<float>;
using V4 = System.Runtime.Intrinsics.Vector128<float>;
using V8 = System.Runtime.Intrinsics.Vector256<float>;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>Rows of A as tiles below one another, read in place or packed.</summary>
    private readonly ref struct Strip(MatrixView a, int tileStride)
    {
        public MatrixView A { get; } = a;
        public int TileStride => tileStride;

        public Strip Skip(int tiles) => new(A.Skip(tiles * tileStride), tileStride);
    }

    /// <summary>
    /// The tiles of C in the order: blocks of rows, within them panels of columns, within them tiles of MR rows. A worker takes a run of
    /// that order, block after block, and of each one chain of k after the other, while its rows of C are in a cache.
    /// </summary>
    private readonly ref struct Tiles<T>(
        MatrixView a, Panels<T> b, Span<float> c, int ldc, ReadOnlySpan<float> bias, bool accumulate, int m, int n, int k, int mr) : IRowKernel
        where T : struct, ISimd<T>
    {
        private const int PrefetchDistance = 8; // rows of Aᵀ ahead
        private readonly MatrixView _a = a;
        private readonly Panels<T> _b = b;
        private readonly Span<float> _c = c;
        private readonly ReadOnlySpan<float> _bias = bias;
        private readonly bool _fetchesA = GemmPlan.FetchesA(a, b.Count, m, n, k), _fetchesB = b.IsFetchedAhead;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            bool packs = GemmPlan.PacksA(_a, _b.Count, k);
            bool streams = !packs && GemmPlan.ReadsAOnce(_b.Count, m, k);
            int blockRows = streams && _b.Count > 1 ? mr : GemmPlan.BlockRows(_a, packs, mr);
            float[] packed = ArrayPool<float>.Shared.Rent(packs ? GemmPlan.PackedSize(blockRows, m, mr) : 0);
            int chain = streams ? k : GemmPlan.KC, blockTiles = blockRows / mr;
            for (int index = firstRow, count; index < endRow; index += count)
            {
                count = Math.Min(endRow - index, (blockTiles * _b.Count) - (index % (blockTiles * _b.Count))); // up to the end of the block
                int start = 0;
                do RunBlock(index, index + count, start, Math.Min(chain, k - start), blockTiles, packed); // at least once: k = 0 leaves the bias or zeros
                while ((start += chain) < k);
            }
            ArrayPool<float>.Shared.Return(packed);
        }

        /// <summary>One chain of the tiles of a block, or of some: panel after panel.</summary>
        [MethodImpl(Simd.Compiled)]
        private void RunBlock(int firstIndex, int endIndex, int start, int chain, int blockTiles, Span<float> packed)
        {
            int first = firstIndex / (blockTiles * _b.Count) * blockTiles, height = Math.Min(blockTiles, ((m + mr - 1) / mr) - first);
            int firstTile = (firstIndex - (first * _b.Count)) % height;
            bool isOnePanel = firstTile + endIndex - firstIndex <= height;
            int prepared = isOnePanel ? firstTile : 0, row = (first + prepared) * mr; // the rows that are needed
            int rows = Math.Min((isOnePanel ? endIndex - firstIndex : height) * mr, m - row);
            if (!packed.IsEmpty) Pack(row, rows, start, chain, packed);
            var strip = packed.IsEmpty
                ? new Strip(_a.From(row, start), mr * _a.RowStride)
                : new Strip(new MatrixView(packed, 1, mr), GemmPlan.TileStride(chain, mr));
            for (int index = firstIndex, count; index < endIndex; index += count)
            {
                int panel = (index - (first * _b.Count)) / height, tile = index - (first * _b.Count) - (panel * height);
                count = Math.Min(height - tile, endIndex - index); // tiles below one another, in one panel
                row = (first + tile) * mr;
                Panel(strip.Skip(tile - prepared), row, Math.Min(count * mr, m - row), panel, start, chain);
            }
        }

        /// <summary>Copies rows of A into tiles of [chain × MR], so that a tile reads them one after another.</summary>
        [MethodImpl(Simd.Compiled)]
        private void Pack(int row, int rows, int start, int chain, Span<float> packed)
        {
            int stride = GemmPlan.TileStride(chain, mr);
            if (_a.RowStride == 1)
                for (int p = 0; p < chain; p++)
                {
                    ref float source = ref Unsafe.AsRef(in _a[row, start + p]), target = ref packed.At(p * mr);
                    for (int tile = 0; tile < rows; tile += mr)
                    {
                        Simd.Prefetch(in Unsafe.Add(ref source, PrefetchDistance * _a.ColumnStride));
                        Copy<F32x4>(in source, ref target, Math.Min(mr, rows - tile));
                        source = ref Unsafe.Add(ref source, mr);
                        target = ref Unsafe.Add(ref target, stride);
                    }
                }
            else
                for (int tile = 0; tile < rows; tile += mr)
                    Transposition.Copy(_a.From(row + tile, start).Values, _a.RowStride, packed[(tile / mr * stride)..], mr, Math.Min(mr, rows - tile), chain);
        }

        /// <summary>Rows of C in one panel, with the pair of registers that covers it: they overlap where it has fewer columns.</summary>
        /// <param name="strip">From the first of the rows on.</param>
        /// <param name="row">The first row.</param><param name="rows">Their number.</param>
        /// <param name="panel">The panel.</param><param name="start">Where in k the chain begins.</param><param name="chain">Its length.</param>
        [MethodImpl(Simd.Compiled)]
        private void Panel(Strip strip, int row, int rows, int panel, int start, int chain)
        {
            int column = panel * _b.Width, width = Math.Min(_b.Width, n - column);
            if (T.Lanes == 1 && width == 1) Rows<RegisterF32x1, float, RegisterF32x0, RegisterF32x0>(strip, row, rows, column, width, panel, start, chain);
            else if (T.Lanes == 1) Rows<RegisterF32x1, float, RegisterF32x1, float>(strip, row, rows, column, width, panel, start, chain);
            else if (width <= 4) Rows<RegisterF32x4, V4, RegisterF32x0, RegisterF32x0>(strip, row, rows, column, width, panel, start, chain);
            else if (width < 8 || T.Lanes == 4) Rows<RegisterF32x4, V4, RegisterF32x4, V4>(strip, row, rows, column, width, panel, start, chain);
            else if (width == 8) Rows<RegisterF32x8, V8, RegisterF32x0, RegisterF32x0>(strip, row, rows, column, width, panel, start, chain);
            else if (width <= 12) Rows<RegisterF32x8, V8, RegisterF32x4, V4>(strip, row, rows, column, width, panel, start, chain);
            else if (width <= 16) Rows<RegisterF32x8, V8, RegisterF32x8, V8>(strip, row, rows, column, width, panel, start, chain);
            else if (width <= 20 && mr == 4)
                Rows<RegisterF32x8Pair, RegisterF32x8Pair, RegisterF32x4, V4>(strip, row, rows, column, width, panel, start, chain);
            else if (width <= 24) Rows<RegisterF32x8Pair, RegisterF32x8Pair, RegisterF32x8, V8>(strip, row, rows, column, width, panel, start, chain);
            else Rows<RegisterF32x16, V16, RegisterF32x16, V16>(strip, row, rows, column, width, panel, start, chain);
        }

        [MethodImpl(Simd.Compiled)]
        private void Rows<T0, V0, T1, V1>(Strip strip, int row, int rows, int column, int width, int panel, int start, int chain)
            where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct
        {
            ref readonly float b = ref _b.At(panel, start, out int bRow);
            bool continues = start > 0 || accumulate;
            Span<float> zeros = stackalloc float[T0.Lanes + T1.Lanes];
            zeros.Clear();
            if (width >= T0.Lanes)
            {
                ref float c = ref _c.At((row * ldc) + column);
                int second = width - T1.Lanes;
                if (continues) Rows<T0, V0, T1, V1>(strip, rows, in b, bRow, second, in c, ldc, ref c, ldc, chain);
                else Rows<T0, V0, T1, V1>(strip, rows, in b, bRow, second, in _bias.IsEmpty ? ref zeros.At(0) : ref _bias.At(column), 0, ref c, ldc, chain);
                return;
            }

            // fewer columns than lanes: through a tile beside C
            int lanes = zeros.Length;
            Span<float> edge = stackalloc float[mr * lanes];
            if (!continues && !_bias.IsEmpty) _bias.Slice(column, width).CopyTo(zeros);
            for (int first = 0, tile = 0; first < rows; first += mr, tile++)
            {
                int height = Math.Min(mr, rows - first);
                ref float c = ref _c.At(((row + first) * ldc) + column);
                if (continues)
                    for (int i = 0; i < height; i++)
                        Copy<F32x4>(in Unsafe.Add(ref c, i * ldc), ref edge.At(i * lanes), width);
                ref float from = ref continues ? ref edge.At(0) : ref zeros.At(0);
                Rows<T0, V0, T1, V1>(strip.Skip(tile), height, in b, bRow, T0.Lanes, in from, continues ? lanes : 0, ref edge.At(0), lanes, chain);
                for (int i = 0; i < height; i++)
                    Copy<F32x4>(in edge.At(i * lanes), ref Unsafe.Add(ref c, i * ldc), width);
            }
        }

        [MethodImpl(Simd.Compiled)]
        private void Rows<T0, V0, T1, V1>(
            Strip strip, int rows, ref readonly float b, int bRow, int second, ref readonly float from, int fromRow, ref float c, int cRow, int chain)
            where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct
        {
            MatrixView a = strip.A;
            ref readonly float tile = ref a[0, 0];
            // two tiles of 4 rows keep the multiply-adds busy, 6 and 2 do not; packed tiles are not divided
            int whole = mr == 6 && rows % 6 == 2 && rows > 2 && strip.TileStride == mr * a.RowStride ? rows - 8 : rows;
            int done = mr switch
            {
                8 => WholeTiles<T0, V0, T1, V1, Eight>(strip, rows, in b, bRow, second, in from, fromRow, ref c, cRow, chain),
                6 => WholeTiles<T0, V0, T1, V1, Six>(strip, whole, in b, bRow, second, in from, fromRow, ref c, cRow, chain),
                _ => WholeTiles<T0, V0, T1, V1, Four>(strip, rows, in b, bRow, second, in from, fromRow, ref c, cRow, chain),
            };
            tile = ref Unsafe.Add(ref Unsafe.AsRef(in tile), done / mr * strip.TileStride);
            while (done < rows)
            {
                ref readonly float start = ref Unsafe.Add(ref Unsafe.AsRef(in from), done * fromRow);
                ref float c0 = ref Unsafe.Add(ref c, done * cRow);
                int height = (rows - done) switch
                {
                    6 or 7 => Tile<T0, V0, T1, V1, Six>(in tile, a.RowStride, a.ColumnStride, in b, bRow, second, in start, fromRow, ref c0, cRow, chain),
                    >= 4 => Tile<T0, V0, T1, V1, Four>(in tile, a.RowStride, a.ColumnStride, in b, bRow, second, in start, fromRow, ref c0, cRow, chain),
                    >= 2 => Tile<T0, V0, T1, V1, Two>(in tile, a.RowStride, a.ColumnStride, in b, bRow, second, in start, fromRow, ref c0, cRow, chain),
                    _ => Tile<T0, V0, T1, V1, One>(in tile, a.RowStride, a.ColumnStride, in b, bRow, second, in start, fromRow, ref c0, cRow, chain),
                };
                done += height;
                tile = ref Unsafe.Add(ref Unsafe.AsRef(in tile), height * a.RowStride);
            }
        }

        /// <summary>The tiles that have all their rows: the usual case. Returns how many rows that were.</summary>
        [MethodImpl(Simd.Compiled)]
        private int WholeTiles<T0, V0, T1, V1, TRows>(
            Strip strip, int rows, ref readonly float b, int bRow, int second, ref readonly float from, int fromRow, ref float c, int cRow, int chain)
            where T0 : IRegisterF32<V0> where V0 : struct where T1 : IRegisterF32<V1> where V1 : struct where TRows : IRows
        {
            MatrixView a = strip.A;
            ref float a0 = ref Unsafe.AsRef(in a[0, 0]), start = ref Unsafe.AsRef(in from);
            int done = 0;
            for (; done <= rows - TRows.Count; done += TRows.Count)
            {
                if (_fetchesA)
                    Tile<T0, V0, T1, V1, FetchingA<TRows>>(in a0, a.RowStride, a.ColumnStride, in b, bRow, second, in start, fromRow, ref c, cRow, chain);
                else if (_fetchesB)
                    Tile<T0, V0, T1, V1, FetchingB<TRows>>(in a0, a.RowStride, a.ColumnStride, in b, bRow, second, in start, fromRow, ref c, cRow, chain);
                else Tile<T0, V0, T1, V1, TRows>(in a0, a.RowStride, a.ColumnStride, in b, bRow, second, in start, fromRow, ref c, cRow, chain);
                a0 = ref Unsafe.Add(ref a0, strip.TileStride);
                start = ref Unsafe.Add(ref start, TRows.Count * fromRow);
                c = ref Unsafe.Add(ref c, TRows.Count * cRow);
            }
            return done;
        }
    }
}
