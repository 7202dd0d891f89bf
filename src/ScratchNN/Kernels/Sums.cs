using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Sums whose order is fixed: the same bits for any number of workers and any width.</summary>
internal static class Sums
{
    private const int SquaresBlock = 4096;
    private const int ColumnsPerWorker = 64;

    /// <summary>sums[j] = Σ over rows of x[row, j]: chains of <see cref="GemmPlan.KC"/> rows, added in order, as a product with ones would be.</summary>
    public static void OverRows(ReadOnlySpan<float> x, Span<float> sums, Workers workers)
    {
        if (x.Length < GemmPlan.SerialWork) workers = Workers.None;
        workers.For(sums.Length, new ColumnSums(x, sums), ColumnsPerWorker);
    }

    private readonly ref struct ColumnSums(ReadOnlySpan<float> x, Span<float> sums) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _sums = sums;

        public void Run(int firstRow, int endRow)
        {
            var sums = _sums[firstRow..endRow];
            sums.Clear();
            Span<float> chain = stackalloc float[Math.Min(sums.Length, 512)];
            for (int j = 0; j < sums.Length; j += chain.Length)
            {
                var part = chain[..Math.Min(chain.Length, sums.Length - j)];
                int rows = _x.Length / _sums.Length;
                for (int start = 0; start < rows; start += GemmPlan.KC)
                {
                    part.Clear();
                    for (int row = start; row < Math.Min(start + GemmPlan.KC, rows); row++)
                        Add(_x.Slice((row * _sums.Length) + firstRow + j, part.Length), part);
                    Add(part, sums.Slice(j, part.Length));
                }
            }
        }

        private static void Add(ReadOnlySpan<float> x, Span<float> sum) =>
            System.Numerics.Tensors.TensorPrimitives.Add(sum, x, sum);
    }

    /// <summary>Σ x²: 16 partial sums over each block of 4096, blocks added in double.</summary>
    public static double OfSquares(ReadOnlySpan<float> x)
    {
        double total = 0;
        Span<float> partials = stackalloc float[16];
        for (int start = 0; start < x.Length; start += SquaresBlock)
        {
            var block = x.Slice(start, Math.Min(SquaresBlock, x.Length - start));
            partials.Clear();
            Simd.Run(new Squares(block, partials));
            total += RowKernels.Fold(partials);
        }
        return total;
    }

    private readonly ref struct Squares(ReadOnlySpan<float> x, Span<float> partials) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _partials = partials;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            int i = 0;
            for (; i <= _x.Length - 16; i += 16)
                for (int lane = 0; lane < 16; lane += T.Lanes)
                    Add<T>(i + lane, lane);
            for (int lane = 0; i < _x.Length; i++, lane++)
                Add<Float1>(i, lane);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Add<T>(int i, int lane) where T : struct, ISimd<T>
        {
            T x = T.Load(in _x.At(i));
            T.MultiplyAdd(x, x, T.Load(in _partials.At(lane))).Store(ref _partials.At(lane));
        }
    }
}
