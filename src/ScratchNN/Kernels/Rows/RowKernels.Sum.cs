using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>Σ over one row.</summary>
    internal static float Sum(ReadOnlySpan<float> row)
    {
        Span<float> sum = [0];
        if (row.Length >= Partials) Sum(row, sum, row.Length);
        else foreach (float x in row) sum[0] += x;
        return sum[0];
    }

    /// <summary>sums [rows] = Σ over each row of at least 16.</summary>
    private static void Sum(ReadOnlySpan<float> x, Span<float> sums, int columns) => Simd.Run(new PartialSums(x, sums, columns));

    private readonly ref struct PartialSums(ReadOnlySpan<float> x, Span<float> sums, int columns) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _sums = sums;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            Span<float> partials = stackalloc float[Partials], mask = stackalloc float[Partials], end = stackalloc float[Partials];
            int rest = columns % Partials, full = columns - rest, i = 0, row = 0;
            mask.Clear();
            mask[..rest].Fill(1);
            for (; row + full + Partials <= _x.Length; i++, row += columns)
                _sums[i] = SumOfRow<T>(row, in _x.At(row + full), mask, partials);
            for (; row < _x.Length; i++, row += columns)
            {
                _x.Slice(row + full, rest).CopyTo(end); // beyond the last row nothing may be read
                _sums[i] = SumOfRow<T>(row, in end.At(0), mask, partials);
            }
        }

        /// <param name="row">Where the row begins.</param>
        /// <param name="end">What comes after its whole sixteens: counts where the mask is 1.</param>
        /// <param name="mask">1 for what belongs to the row.</param>
        /// <param name="partials">For narrower registers.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private float SumOfRow<T>(int row, ref readonly float end, Span<float> mask, Span<float> partials) where T : struct, ISimd<T>
        {
            int rest = columns % Partials, full = row + columns - rest;
            T sum = default;
            for (int lane = 0; lane < Partials; lane += T.Lanes)
            {
                sum = T.Load(in _x.At(row + lane));
                for (int j = row + lane + Partials; j < full; j += Partials)
                    sum += T.Load(in _x.At(j));
                if (lane < rest) // −0 changes no sum
                    sum += T.IfGreater(T.Load(in mask.At(lane)), T.Broadcast(0), T.Load(in Unsafe.Add(ref Unsafe.AsRef(in end), lane)), T.Broadcast(-0f));
                if (T.Lanes < Partials) sum.Store(ref partials.At(lane)); // 64 bytes read back at once would cost 10 ns
            }
            return T.Lanes == Partials ? sum.Sum() : Fold<T>(partials);
        }
    }

    /// <summary>Adds 16 partial sums by halves.</summary>
    internal static float Fold(Span<float> partials) => Fold<F32x1>(partials);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold<T>(Span<float> partials) where T : struct, ISimd<T>
    {
        for (int half = Partials / 2; half >= T.Lanes; half /= 2)
            for (int i = 0; i < half; i += T.Lanes)
                (T.Load(in partials.At(i)) + T.Load(in partials.At(i + half))).Store(ref partials.At(i));
        return T.Load(in partials.At(0)).Sum();
    }
}
