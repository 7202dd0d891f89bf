using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class Elementwise
{
    private const int FloatsPerWorker = 4096; // some 4 µs of exponentials, the price of another thread

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y, Workers workers) =>
        workers.For(y.Length, new Elements<SigmoidOf>(new(x[..y.Length], y)), FloatsPerWorker);

    /// <summary>dx = y·(1 − y)·dy.</summary>
    public static void SigmoidGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Simd.ForEach(new SigmoidSlope(y[..dx.Length], dy[..dx.Length], dx), dx.Length);

    /// <summary>y = tanh x.</summary>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y, Workers workers) =>
        workers.For(y.Length, new Elements<TanhOf>(new(x[..y.Length], y)), FloatsPerWorker);

    /// <summary>dx = (1 − y²)·dy.</summary>
    public static void TanhGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) =>
        Simd.ForEach(new TanhSlope(y[..dx.Length], dy[..dx.Length], dx), dx.Length);

    /// <summary>An operation whose elements are shared among workers.</summary>
    private readonly ref struct Elements<TOperation>(TOperation operation) : IRowKernel where TOperation : IElementwise, allows ref struct
    {
        private readonly TOperation _operation = operation;

        public void Run(int firstRow, int endRow) => Simd.ForEach(in _operation, firstRow, endRow);
    }

    private readonly ref struct SigmoidOf(ReadOnlySpan<float> x, Span<float> y) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => Exponential.Sigmoid(T.Load(in _x.At(i))).Store(ref _y.At(i));
    }

    private readonly ref struct TanhOf(ReadOnlySpan<float> x, Span<float> y) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => Exponential.Tanh(T.Load(in _x.At(i))).Store(ref _y.At(i));
    }

    private readonly ref struct SigmoidSlope(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) : IElementwise
    {
        private readonly ReadOnlySpan<float> _y = y, _dy = dy;
        private readonly Span<float> _dx = dx;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T y = T.Load(in _y.At(i));
            (y * (T.Broadcast(1) - y) * T.Load(in _dy.At(i))).Store(ref _dx.At(i));
        }
    }

    private readonly ref struct TanhSlope(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) : IElementwise
    {
        private readonly ReadOnlySpan<float> _y = y, _dy = dy;
        private readonly Span<float> _dx = dx;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T y = T.Load(in _y.At(i)), one = T.Broadcast(1);
            ((one - y) * (one + y) * T.Load(in _dy.At(i))).Store(ref _dx.At(i)); // no digits cancel as in 1 − y²
        }
    }
}
