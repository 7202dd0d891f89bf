using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Means and deviations of channels, learned piece by piece; and what is made of them.</summary>
internal static class Standardization
{
    /// <summary>
    /// Means and deviations of all rows seen, from those of the rows before and from x [rows × channels]. A channel that never changed has the deviation 1, and
    /// is told by it from all others: one whose deviation rounds to 1 gets the next float.
    /// </summary>
    /// <remarks>
    /// Sums in double, row after row, of the differences to the piece's first row, so that what is constant has no spread; two passes. Pieces are merged as in
    /// T. Chan, G. Golub, R. LeVeque: Updating formulae and a pairwise algorithm for computing sample variances, 1979.
    /// </remarks>
    public static void Merge(ReadOnlySpan<float> x, Span<float> mean, Span<float> deviation, long rowsBefore)
    {
        int channels = mean.Length;
        double a = rowsBefore, b = x.Length / channels;
        double[] shift = new double[channels], squares = new double[channels];
        for (int row = channels; row < x.Length; row += channels)
            for (int c = 0; c < channels; c++) shift[c] += (double)x[row + c] - x[c];
        for (int c = 0; c < channels; c++) shift[c] /= b;
        for (int row = 0; row < x.Length; row += channels)
            for (int c = 0; c < channels; c++)
            {
                double difference = (double)x[row + c] - x[c] - shift[c];
                squares[c] += difference * difference;
            }
        for (int c = 0; c < channels; c++)
        {
            double before = rowsBefore == 0 ? 0 : mean[c], spread = rowsBefore == 0 || deviation[c] == 1 ? 0 : deviation[c];
            double difference = x[c] + shift[c] - before;
            double total = (spread * spread * a) + squares[c] + (difference * difference * a * b / (a + b));
            float root = (float)Math.Sqrt(total / (a + b));
            mean[c] = (float)(before + (difference * b / (a + b)));
            deviation[c] = total == 0 || root == 0 ? 1 : root == 1 ? MathF.BitIncrement(1) : root;
        }
    }

    /// <summary>y = (x − mean) / deviation.</summary>
    public static void Apply(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation, Workers workers) =>
        Channels.ForEach(new Quotient(x[..y.Length], y, mean, deviation[..mean.Length]), y.Length / mean.Length, mean.Length, workers);

    /// <summary>dx = dy / deviation.</summary>
    public static void Gradient(ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> deviation, Workers workers) =>
        Channels.ForEach(new Quotient(dy[..dx.Length], dx, default, deviation), dx.Length / deviation.Length, deviation.Length, workers);

    private readonly ref struct Quotient(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation) : IChannelwise
    {
        private readonly ReadOnlySpan<float> _x = x, _mean = mean, _deviation = deviation;
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int first, int end, int step, int c) where T : struct, ISimd<T>
        {
            T mean = _mean.IsEmpty ? T.Broadcast(0) : T.Load(in _mean.At(c)), deviation = T.Load(in _deviation.At(c));
            for (int i = first; i < end; i += step) ((T.Load(in _x.At(i)) - mean) / deviation).Store(ref _y.At(i));
        }
    }
}
