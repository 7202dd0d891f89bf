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
            Span<float> partials = stackalloc float[Partials], mask = stackalloc float[Partials], end = stackalloc float[Partials];
            int full = columns / Partials * Partials, rest = columns - full;
            mask.Clear();
            mask[..rest].Fill(1);
            for (int i = 0, row = 0; row < _x.Length; i++, row += columns)
            {
                for (int lane = 0; lane < Partials; lane += T.Lanes)
                {
                    T sum = T.Load(in _x.At(row + lane));
                    for (int j = row + lane + Partials; j < row + full; j += Partials)
                        sum += T.Load(in _x.At(j));
                    if (lane < rest) sum += First<T>(row + full + lane, in mask.At(lane), end);
                    sum.Store(ref partials.At(lane));
                }
                _sums[i] = Fold<T>(partials);
            }
        }

        /// <summary>The elements from <paramref name="start"/> on for which the mask is 1; −0, which changes no sum, for the others.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T First<T>(int start, ref readonly float mask, Span<float> end) where T : struct, ISimd<T>
        {
            bool isInside = start <= _x.Length - T.Lanes;
            if (!isInside) _x[start..].CopyTo(end); // beyond the last row nothing may be read
            T x = T.Load(in isInside ? ref _x.At(start) : ref end.At(0));
            return T.IfGreater(T.Load(in mask), T.Broadcast(0), x, T.Broadcast(-0f));
        }
    }

    /// <summary>Adds 16 partial sums by halves.</summary>
    internal static float Fold(Span<float> partials) => Fold<Float1>(partials);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold<T>(Span<float> partials) where T : struct, ISimd<T>
    {
        for (int half = Partials / 2; half >= T.Lanes; half /= 2)
            for (int i = 0; i < half; i += T.Lanes)
                (T.Load(in partials.At(i)) + T.Load(in partials.At(i + half))).Store(ref partials.At(i));
        return T.Load(in partials.At(0)).Sum();
    }
}
