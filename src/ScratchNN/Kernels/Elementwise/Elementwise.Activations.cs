using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class Elementwise
{
    private const int FloatsPerWorker = 4096; // about 4 µs of exponentials, the price of another thread
    private const int CheapFloatsPerWorker = 1 << 16; // beyond what a core's own cache holds: memory, which two cores read faster than one

    /// <summary>y = f(x). Threads pay soon where f takes exponentials.</summary>
    public static void Activate<TActivation>(TActivation f, ReadOnlySpan<float> x, Span<float> y, Workers? workers = null,
        bool isCheap = false) where TActivation : IActivation =>
        (workers ?? Workers.None).For(y.Length, new Values<TActivation>(f, x[..y.Length], y), isCheap ? CheapFloatsPerWorker : FloatsPerWorker);

    /// <summary>dx = f′(x)·dy. Threads pay soon where f′ takes exponentials.</summary>
    public static void ActivationGradient<TActivation>(
        TActivation f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, Workers? workers = null, bool isCheap = false)
        where TActivation : IActivation =>
        (workers ?? Workers.None)
            .For(dx.Length, new Gradients<TActivation>(f, x[..dx.Length], y[..dx.Length], dy[..dx.Length], dx), isCheap ? CheapFloatsPerWorker
                : FloatsPerWorker);

    private readonly ref struct Values<TActivation>(TActivation f, ReadOnlySpan<float> x, Span<float> y) : IElementwise, IRowKernel where TActivation
        : IActivation
    {
        private readonly TActivation _f = f;
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow) => Simd.ForEach(in this, firstRow, endRow);

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => _f.Value(T.Load(in _x.At(i))).Store(ref _y.At(i));
    }

    private readonly ref struct Gradients<TActivation>(TActivation f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
        : IElementwise, IRowKernel
        where TActivation : IActivation
    {
        private readonly TActivation _f = f;
        private readonly ReadOnlySpan<float> _x = x, _y = y, _dy = dy;
        private readonly Span<float> _dx = dx;

        public void Run(int firstRow, int endRow) => Simd.ForEach(in this, firstRow, endRow);

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T> =>
            _f.Gradient(T.Load(in _x.At(i)), T.Load(in _y.At(i)), T.Load(in _dy.At(i))).Store(ref _dx.At(i));
    }
}
