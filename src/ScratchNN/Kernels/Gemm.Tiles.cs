using ScratchNN.Kernels;

namespace ScratchNN;

public static partial class Gemm
{
    /// <summary>Copies panels of B, nr columns wide, into [k × nr] each, with zeros for the columns beyond the last.</summary>
    private readonly ref struct Packing(Matrix b, Span<float> packed, int firstPacked, int n, int k, int nr) : IRowKernel
    {
        private readonly Matrix _b = b;
        private readonly Span<float> _packed = packed;

        public void Run(int firstRow, int endRow)
        {
            for (int panel = firstRow; panel < endRow; panel++)
            {
                int column = (firstPacked + panel) * nr, width = Math.Min(nr, n - column);
                var target = _packed.Slice(panel * nr * k, nr * k);
                if (_b.ColumnStride == 1)
                    for (int p = 0; p < k; p++)
                    {
                        _b.Values.Slice((p * _b.RowStride) + column, width).CopyTo(target[(p * nr)..]);
                        target.Slice((p * nr) + width, nr - width).Clear();
                    }
                else
                    for (int j = 0; j < nr; j++)
                        for (int p = 0; p < k; p++)
                            target[(p * nr) + j] = j < width ? _b[p, column + j] : 0;
            }
        }
    }

    /// <summary>
    /// The tiles of C in the order: blocks of MC rows, within them panels of columns, within them tiles of MR rows.
    /// A worker takes a run of that order, all of k for each tile, a block of KC at a time.
    /// </summary>
    private readonly ref struct Tiles<T>(
        Matrix a, Matrix b, ReadOnlySpan<float> packed, int firstPacked, Span<float> c, ReadOnlySpan<float> bias, bool accumulate,
        int m, int n, int k) : IRowKernel where T : struct, ISimd<T>
    {
        private const int BlockTiles = GemmPlan.MC / GemmPlan.MR; // tiles of MR rows in a block of MC
        private readonly Matrix _a = a, _b = b;
        private readonly ReadOnlySpan<float> _packed = packed, _bias = bias;
        private readonly Span<float> _c = c;

        public void Run(int firstRow, int endRow)
        {
            int nr = GemmPlan.NV * T.Lanes, panels = (n + nr - 1) / nr, tileRows = (m + GemmPlan.MR - 1) / GemmPlan.MR;
            Span<float> edge = stackalloc float[GemmPlan.MR * nr], zeros = stackalloc float[nr];
            zeros.Clear();

            int start = 0;
            do // at least once: k = 0 leaves the bias or zeros
            {
                int chain = Math.Min(GemmPlan.KC, k - start);
                for (int index = firstRow; index < endRow; index++)
                {
                    int block = index / (BlockTiles * panels), first = block * BlockTiles, height = Math.Min(BlockTiles, tileRows - first);
                    int panel = (index - (first * panels)) / height, tile = first + ((index - (first * panels)) % height);
                    Tile(tile * GemmPlan.MR, panel, start, chain, nr, edge, zeros);
                }
                start += GemmPlan.KC;
            }
            while (start < k);
        }

        private void Tile(int row, int panel, int start, int chain, int nr, Span<float> edge, ReadOnlySpan<float> zeros)
        {
            int column = panel * nr, rows = Math.Min(GemmPlan.MR, m - row), width = Math.Min(nr, n - column);
            bool isPacked = panel >= firstPacked;
            int bRow = isPacked ? nr : _b.RowStride;
            ref readonly float b = ref isPacked
                ? ref _packed.At(((panel - firstPacked) * nr * k) + (start * nr))
                : ref _b.Values.At((start * _b.RowStride) + column);
            bool continues = start > 0 || accumulate;

            if (width == nr)
            {
                var c = _c[((row * n) + column)..];
                if (continues) Rows(row, rows, start, chain, in b, bRow, c, n, c, n);
                else Rows(row, rows, start, chain, in b, bRow, _bias.IsEmpty ? zeros : _bias[column..], 0, c, n);
                return;
            }

            // the last columns: through a tile of full width beside C
            for (int i = 0; i < rows; i++)
            {
                var source = continues ? _c.Slice(((row + i) * n) + column, width) : _bias.IsEmpty ? zeros[..width] : _bias.Slice(column, width);
                source.CopyTo(edge[(i * nr)..]);
                edge.Slice((i * nr) + width, nr - width).Clear();
            }
            Rows(row, rows, start, chain, in b, bRow, edge, nr, edge, nr);
            for (int i = 0; i < rows; i++)
                edge.Slice(i * nr, width).CopyTo(_c[(((row + i) * n) + column)..]);
        }

        private void Rows(
            int row, int rows, int start, int chain, ref readonly float b, int bRow, ReadOnlySpan<float> from, int fromRow, Span<float> c, int cRow)
        {
            if (rows == GemmPlan.MR)
                SixRows<T>(in _a[row, start], _a.RowStride, _a.ColumnStride, in b, bRow, in from.At(0), fromRow, ref c.At(0), cRow, chain);
            else
                for (int i = 0; i < rows; i++)
                    OneRow<T>(in _a[row + i, start], _a.ColumnStride, in b, bRow, in from.At(i * fromRow), ref c.At(i * cRow), chain);
        }
    }
}
