using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class Elementwise
{
    private const int FloatsPerWorker = 4096; // about 4 µs of exponentials, the price of another thread

    /// <summary>y = f(x). Threads pay where f takes exponentials.</summary>
    public static void Activate<TActivation>(ReadOnlySpan<float> x, Span<float> y, Workers? workers = null) where TActivation : IActivation =>
        (workers ?? Workers.None).For(y.Length, new Values<TActivation>(x[..y.Length], y), FloatsPerWorker);

    /// <summary>dx = f′(x)·dy.</summary>
    public static void ActivationGradient<TActivation>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        where TActivation : IActivation =>
        Simd.ForEach(new Gradients<TActivation>(x[..dx.Length], y[..dx.Length], dy[..dx.Length], dx), dx.Length);

    private readonly ref struct Values<TActivation>(ReadOnlySpan<float> x, Span<float> y) : IElementwise, IRowKernel where TActivation : IActivation
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow) => Simd.ForEach(in this, firstRow, endRow);

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => TActivation.Value(T.Load(in _x.At(i))).Store(ref _y.At(i));
    }

    private readonly ref struct Gradients<TActivation>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) : IElementwise
        where TActivation : IActivation
    {
        private readonly ReadOnlySpan<float> _x = x, _y = y, _dy = dy;
        private readonly Span<float> _dx = dx;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T> =>
            TActivation.Gradient(T.Load(in _x.At(i)), T.Load(in _y.At(i)), T.Load(in _dy.At(i))).Store(ref _dx.At(i));
    }
}
