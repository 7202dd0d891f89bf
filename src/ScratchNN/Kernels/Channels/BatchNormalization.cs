using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Batch normalisation of a matrix [rows × channels], in training and in prediction.</summary>
internal static class BatchNormalization
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>
    /// Mean and variance of each channel: shift = Σ (x − x₀) / M with x₀ the first row, and variance = Σ (x − x₀ − shift)² / M. So the mean is x₀ + shift, of
    /// which a single float would lose digits where it is large.
    /// </summary>
    /// <remarks>
    /// Memory is read once: of each block of 256 rows the mean, then the squares around that mean while it is in a cache. Blocks are merged in order, in
    /// double, as in T. Chan, G. Golub, R. LeVeque: Updating formulae and a pairwise algorithm for computing sample variances, 1979.
    /// </remarks>
    public static void Moments(ReadOnlySpan<float> x, Span<float> shift, Span<float> variance, Span<float> scratch, Workers workers)
    {
        int channels = shift.Length, rows = x.Length / channels, blocks = (rows + Channels.BlockRows - 1) / Channels.BlockRows;
        workers.For(blocks, new MomentBlocks(x, scratch[..(2 * blocks * channels)], rows, channels));
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int block = 0; block < blocks; block++) sum += (double)scratch[(2 * block * channels) + c] * RowsOf(block, rows);
            double mean = sum / rows;
            for (int block = 0; block < blocks; block++)
            {
                double away = scratch[(2 * block * channels) + c] - mean;
                squares += scratch[(((2 * block) + 1) * channels) + c] + (away * away * RowsOf(block, rows));
            }
            (shift[c], variance[c]) = ((float)mean, (float)(squares / rows));
        }
    }

    private static int RowsOf(int block, int rows) => Math.Min(Channels.BlockRows, rows - (block * Channels.BlockRows));

    /// <summary>Of each block the mean of x − x₀, and the squares around it.</summary>
    private readonly ref struct MomentBlocks(ReadOnlySpan<float> x, Span<float> moments, int rows, int channels) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _moments = moments;

        public void Run(int firstRow, int endRow)
        {
            for (int block = firstRow; block < endRow; block++)
            {
                int count = RowsOf(block, rows);
                var x = _x.Slice(block * Channels.BlockRows * channels, count * channels);
                Span<float> mean = _moments.Slice(2 * block * channels, channels), squares = _moments.Slice(((2 * block) + 1) * channels, channels);
                Channels.SumOfBlock(new Difference(x, _x[..channels]), count, mean);
                for (int c = 0; c < channels; c++) mean[c] /= count;
                Channels.SumOfBlock(new SquaredDifference(x, _x[..channels], mean), count, squares);
            }
        }
    }

    /// <summary>1 / √(variance + epsilon); NaN where the variance is not finite, since no float holds the squares.</summary>
    public static void InverseRoots(ReadOnlySpan<float> variance, Span<float> inverse, double epsilon)
    {
        for (int c = 0; c < inverse.Length; c++) inverse[c] = float.IsFinite(variance[c]) ? (float)(1 / Math.Sqrt(variance[c] + epsilon)) : float.NaN;
    }

    /// <summary>What a step adds to running means and variances: share·(origin + shift − mean), share·(correction·variance − running variance).</summary>
    public static void ChangeOfRunning(
        ReadOnlySpan<float> origin, ReadOnlySpan<float> shift, ReadOnlySpan<float> variance, ReadOnlySpan<float> running, Span<float> change, double correction,
            float share)
    {
        int channels = shift.Length;
        for (int c = 0; c < channels; c++)
        {
            change[c] = (float)(share * ((double)origin[c] + shift[c] - running[c]));
            change[channels + c] = (float)(share * ((correction * variance[c]) - running[channels + c]));
        }
    }

    /// <summary>y = γ·(x − origin − shift)·inverse + β. The shift may be empty: 0.</summary>
    public static void Normalize(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> origin, ReadOnlySpan<float> shift, ReadOnlySpan<float> inverse,
        ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, Workers workers) =>
        Channels.ForEach(
            new Normalization(x[..y.Length], y, origin[..inverse.Length], Whole(shift, inverse.Length), inverse, gamma[..inverse.Length],
                beta[..inverse.Length]), y.Length / inverse.Length, inverse.Length, workers);

    /// <summary>dγ = Σ dy·x̂ and dβ = Σ dy.</summary>
    public static void ParameterGradients(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dgamma, Span<float> dbeta, ReadOnlySpan<float> origin, ReadOnlySpan<float> shift,
            ReadOnlySpan<float> inverse,
        Span<float> scratch, Workers workers) =>
        Channels.SumBoth(
            new GradientTerms(x[..dy.Length], dy, origin[..dgamma.Length], Whole(shift, dgamma.Length), inverse[..dgamma.Length]), dy.Length / dgamma.Length,
                dgamma, dbeta[..dgamma.Length], scratch, workers);

    /// <summary>dβ = Σ dy.</summary>
    public static void BiasGradient(ReadOnlySpan<float> dy, Span<float> dbeta, Span<float> scratch, Workers workers) =>
        Channels.Sum(new Itself(dy), dy.Length / dbeta.Length, dbeta, scratch, workers);

    /// <summary>dx = γ·inverse·(dy − (dβ + x̂·dγ) / M).</summary>
    public static void InputGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> origin, ReadOnlySpan<float> shift, ReadOnlySpan<float> inverse,
        ReadOnlySpan<float> gamma, ReadOnlySpan<float> dgamma, ReadOnlySpan<float> dbeta, Workers workers)
    {
        int channels = inverse.Length, rows = dx.Length / channels;
        Channels.ForEach(
            new Gradient(x[..dx.Length], dy[..dx.Length], dx, origin[..channels], Whole(shift, channels), inverse, gamma[..channels], dgamma[..channels],
                dbeta[..channels], 1f / rows), rows, channels, workers);
    }

    /// <summary>dx = γ·inverse·dy, where mean and variance are given.</summary>
    public static void FrozenInputGradient(ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> inverse, ReadOnlySpan<float> gamma, Workers workers) =>
        Channels.ForEach(new FrozenGradient(dy[..dx.Length], dx, inverse, gamma[..inverse.Length]), dx.Length / inverse.Length, inverse.Length, workers);

    private static ReadOnlySpan<float> Whole(ReadOnlySpan<float> shift, int channels) => shift.IsEmpty ? shift : shift[..channels];

    [MethodImpl(Inline)]
    private static T ShiftOf<T>(ReadOnlySpan<float> shift, int c) where T : struct, ISimd<T> => shift.IsEmpty ? T.Broadcast(0) : T.Load(in shift.At(c));

    [MethodImpl(Inline)]
    private static T Deviation<T>(ReadOnlySpan<float> x, int i, ReadOnlySpan<float> origin, ReadOnlySpan<float> shift, int c) where T : struct, ISimd<T>
    {
        T deviation = T.Load(in x.At(i)) - T.Load(in origin.At(c));
        return shift.IsEmpty ? deviation : deviation - T.Load(in shift.At(c));
    }

    private readonly ref struct Itself(ReadOnlySpan<float> x) : IChannelTerm
    {
        private readonly ReadOnlySpan<float> _x = x;

        [MethodImpl(Inline)] public T Of<T>(int i, int c) where T : struct, ISimd<T> => T.Load(in _x.At(i));
    }

    private readonly ref struct Difference(ReadOnlySpan<float> x, ReadOnlySpan<float> origin) : IChannelTerm
    {
        private readonly ReadOnlySpan<float> _x = x, _origin = origin;

        [MethodImpl(Inline)] public T Of<T>(int i, int c) where T : struct, ISimd<T> => T.Load(in _x.At(i)) - T.Load(in _origin.At(c));
    }

    private readonly ref struct SquaredDifference(ReadOnlySpan<float> x, ReadOnlySpan<float> origin, ReadOnlySpan<float> mean) : IChannelTerm
    {
        private readonly ReadOnlySpan<float> _x = x, _origin = origin, _mean = mean;

        [MethodImpl(Inline)]
        public T Of<T>(int i, int c) where T : struct, ISimd<T>
        {
            T deviation = Deviation<T>(_x, i, _origin, _mean, c);
            return deviation * deviation;
        }
    }

    private readonly ref struct GradientTerms(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> origin, ReadOnlySpan<float> shift,
        ReadOnlySpan<float> inverse) : IChannelTerms
    {
        private readonly ReadOnlySpan<float> _x = x, _dy = dy, _origin = origin, _shift = shift, _inverse = inverse;

        [MethodImpl(Inline)]
        public void Of<T>(int i, int c, out T first, out T second) where T : struct, ISimd<T>
        {
            second = T.Load(in _dy.At(i));
            first = second * (Deviation<T>(_x, i, _origin, _shift, c) * T.Load(in _inverse.At(c)));
        }
    }

    private readonly ref struct Normalization(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> origin, ReadOnlySpan<float> shift, ReadOnlySpan<float> inverse, ReadOnlySpan<float> gamma,
            ReadOnlySpan<float> beta) : IChannelwise
    {
        private readonly ReadOnlySpan<float> _x = x, _origin = origin, _shift = shift, _inverse = inverse, _gamma = gamma, _beta = beta;
        private readonly Span<float> _y = y;

        [MethodImpl(Inline)]
        public void Apply<T>(int first, int end, int step, int c) where T : struct, ISimd<T>
        {
            T origin = T.Load(in _origin.At(c)), shift = ShiftOf<T>(_shift, c), inverse = T.Load(in _inverse.At(c)), gamma = T.Load(in _gamma.At(c)),
                beta = T.Load(in _beta.At(c));
            ref float x = ref Unsafe.AsRef(in _x.At(0)), y = ref _y.At(0);
            for (nint i = first; i < end; i += step)
                T.MultiplyAdd((T.Load(ref Unsafe.Add(ref x, i)) - origin - shift) * inverse, gamma, beta).Store(ref Unsafe.Add(ref y, i));
        }
    }

    private readonly ref struct Gradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> origin, ReadOnlySpan<float> shift, ReadOnlySpan<float> inverse,
        ReadOnlySpan<float> gamma, ReadOnlySpan<float> dgamma, ReadOnlySpan<float> dbeta, float share) : IChannelwise
    {
        private readonly ReadOnlySpan<float> _x = x, _dy = dy, _origin = origin, _shift = shift, _inverse = inverse, _gamma = gamma, _dgamma = dgamma,
            _dbeta = dbeta;
        private readonly Span<float> _dx = dx;

        [MethodImpl(Inline)]
        public void Apply<T>(int first, int end, int step, int c) where T : struct, ISimd<T>
        {
            T origin = T.Load(in _origin.At(c)), shift = ShiftOf<T>(_shift, c), inverse = T.Load(in _inverse.At(c)), factor = T.Load(in _gamma.At(c)) * inverse;
            T dgamma = T.Load(in _dgamma.At(c)), dbeta = T.Load(in _dbeta.At(c)), part = T.Broadcast(share);
            ref float x = ref Unsafe.AsRef(in _x.At(0)), dy = ref Unsafe.AsRef(in _dy.At(0)), dx = ref _dx.At(0);
            for (nint i = first; i < end; i += step)
            {
                T common = T.MultiplyAdd((T.Load(ref Unsafe.Add(ref x, i)) - origin - shift) * inverse, dgamma, dbeta) * part;
                (factor * (T.Load(ref Unsafe.Add(ref dy, i)) - common)).Store(ref Unsafe.Add(ref dx, i));
            }
        }
    }

    private readonly ref struct FrozenGradient(ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> inverse, ReadOnlySpan<float> gamma) : IChannelwise
    {
        private readonly ReadOnlySpan<float> _dy = dy, _inverse = inverse, _gamma = gamma;
        private readonly Span<float> _dx = dx;

        [MethodImpl(Inline)]
        public void Apply<T>(int first, int end, int step, int c) where T : struct, ISimd<T>
        {
            T factor = T.Load(in _gamma.At(c)) * T.Load(in _inverse.At(c));
            for (int i = first; i < end; i += step) (factor * T.Load(in _dy.At(i))).Store(ref _dx.At(i));
        }
    }
}
