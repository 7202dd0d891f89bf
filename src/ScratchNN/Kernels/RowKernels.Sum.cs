using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>Σ over one row.</summary>
    internal static float Sum(ReadOnlySpan<float> row)
    {
        Span<float> sum = stackalloc float[1];
        Sum(row, sum, row.Length);
        return sum[0];
    }

    /// <summary>sums [rows] = Σ over each row.</summary>
    private static void Sum(ReadOnlySpan<float> x, Span<float> sums, int columns)
    {
        if (columns < Partials) SumInOrder(x, sums, columns);
        else Simd.Run(new PartialSums(x, sums, columns));
    }

    [MethodImpl(Simd.Compiled)]
    private static void SumInOrder(ReadOnlySpan<float> x, Span<float> sums, int columns)
    {
        for (int i = 0, row = 0; row < x.Length; i++, row += columns)
        {
            float sum = 0;
            for (int j = row; j < row + columns; j++) sum += x[j];
            sums[i] = sum;
        }
    }

    private readonly ref struct PartialSums(ReadOnlySpan<float> x, Span<float> sums, int columns) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _sums = sums;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            Span<float> partials = stackalloc float[Partials];
            int full = columns / Partials * Partials;
            for (int i = 0, row = 0; row < _x.Length; i++, row += columns)
            {
                for (int lane = 0; lane < Partials; lane += T.Lanes)
                {
                    T sum = T.Load(in _x.At(row + lane));
                    for (int j = row + lane + Partials; j < row + full; j += Partials)
                        sum += T.Load(in _x.At(j));
                    sum.Store(ref partials.At(lane));
                }
                for (int j = full; j < columns; j++)
                    partials[j - full] += _x[row + j];
                _sums[i] = Fold(partials);
            }
        }
    }

    /// <summary>Adds 16 partial sums by halves.</summary>
    internal static float Fold(Span<float> partials)
    {
        for (int half = Partials / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++)
                partials[i] += partials[i + half];
        return partials[0];
    }
}
