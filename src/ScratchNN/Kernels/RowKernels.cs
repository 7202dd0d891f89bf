using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Softmax and its relatives: each row is a unit of its own, split over workers.</summary>
/// <remarks>
/// Rows go through the phases of a kernel in chunks: what needs a whole row (maximum, sum) row by row, what does not (exp) across rows, so that
/// no lane is idle. The last register of a row overlaps the one before it, and is read first, so that x and y may be the same. Sums over a row of 16 or more have 16 partial sums (element j goes to sum j mod 16), added by halves; over a shorter
/// row they go in order. So the bits are the same at every width and depend on the columns alone.
/// </remarks>
internal static partial class RowKernels
{
    private const int Partials = 16;
    private const int ChunkSize = 2048;       // floats: 8 KB, within L1
    private const int FloatsPerWorker = 4096; // some 4 µs of exp, the price of another thread

    private static int MinimumRows(int columns) => Math.Max(1, FloatsPerWorker / columns);

    private static int RowsPerChunk(int columns) => Math.Max(1, ChunkSize / columns);

    /// <summary>y = x − max x in each row: nothing in it is above 0. The maxima go to <paramref name="maxima"/>, unless it is empty.</summary>
    private static void SubtractMaxima(ReadOnlySpan<float> x, Span<float> y, int columns, Span<float> maxima = default) =>
        Simd.Run(new MaximaSubtraction(x, y, maxima, columns), columns);

    private readonly ref struct MaximaSubtraction(ReadOnlySpan<float> x, Span<float> y, Span<float> maxima, int columns) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y, _maxima = maxima;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            for (int i = 0, row = 0; row < _x.Length; i++, row += columns)
            {
                int last = row + columns - T.Lanes;
                T tail = T.Load(in _x.At(last)), widest = tail;
                for (int j = row; j < last; j += T.Lanes)
                    widest = T.Max(widest, T.Load(in _x.At(j)));

                float max = widest.Largest();
                T all = T.Broadcast(max);
                for (int j = row; j < last; j += T.Lanes)
                    (T.Load(in _x.At(j)) - all).Store(ref _y.At(j));
                (tail - all).Store(ref _y.At(last));
                if (!_maxima.IsEmpty) _maxima[i] = max;
            }
        }
    }

    /// <summary>
    /// y = exp x. Meanwhile the memory that comes next travels to the cache: what follows y, and the rows <paramref name="next"/> to
    /// be read. It may end early; nothing is read.
    /// </summary>
    internal static void Exponentials(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> next) =>
        Simd.ForEach(new Exponentiation(x, y, next), y.Length);

    private readonly ref struct Exponentiation(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> next) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x, _next = next;
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            Simd.Prefetch(in _next.At(i));
            Simd.Prefetch(in _y.At(_y.Length + i));
            Exponential.Exp(T.Load(in _x.At(i))).Store(ref _y.At(i));
        }
    }

    /// <summary>y = ln y, for positive, normal numbers; NaN for NaN and infinity.</summary>
    private static void Logarithms(Span<float> y) => Simd.ForEach(new Logarithm(y), y.Length);

    private readonly ref struct Logarithm(Span<float> y) : IElementwise
    {
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => Exponential.Log(T.Load(in _y.At(i))).Store(ref _y.At(i));
    }

    /// <summary>y = y·factor in each row.</summary>
    private static void Scale(Span<float> y, ReadOnlySpan<float> factors, int columns) =>
        Simd.Run(new Scaling(y, factors, columns), columns);

    private readonly ref struct Scaling(Span<float> y, ReadOnlySpan<float> factors, int columns) : ISimdKernel
    {
        private readonly Span<float> _y = y;
        private readonly ReadOnlySpan<float> _factors = factors;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            for (int i = 0, row = 0; row < _y.Length; i++, row += columns)
            {
                int last = row + columns - T.Lanes;
                T factor = T.Broadcast(_factors[i]), tail = T.Load(in _y.At(last)) * factor;
                for (int j = row; j < last; j += T.Lanes)
                    (T.Load(in _y.At(j)) * factor).Store(ref _y.At(j));
                tail.Store(ref _y.At(last));
            }
        }
    }
}
