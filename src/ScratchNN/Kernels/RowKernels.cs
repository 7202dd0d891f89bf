using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Softmax and its relatives: each row is a unit of its own, split over workers.</summary>
/// <remarks>
/// Sums over a row of 16 or more have 16 partial sums (element j goes to sum j mod 16), added by halves; over a shorter row they go in
/// order. So the bits are the same at every width and depend on the columns alone.
/// </remarks>
internal static partial class RowKernels
{
    private const int Partials = 16;
    private const int ChunkSize = 2048;       // floats that go through the phases of a kernel together: 8 KB, within L1
    private const int FloatsPerWorker = 4096; // some 4 µs of exp, the price of another thread

    private static int MinimumRows(int columns) => Math.Max(1, FloatsPerWorker / columns);

    private static int RowsPerChunk(int columns) => Math.Max(1, ChunkSize / columns);

    /// <summary>y = x − max x in each row: nothing in it is above 0.</summary>
    private static void SubtractMaxima(ReadOnlySpan<float> x, Span<float> y, int columns)
    {
        for (int start = 0; start < x.Length; start += columns)
            Simd.Run(new Shift(x.Slice(start, columns), y.Slice(start, columns)), columns);
    }

    private readonly ref struct Shift(ReadOnlySpan<float> x, Span<float> y) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run<T>() where T : struct, ISimd<T>
        {
            int length = _x.Length, j;
            T widest = T.Load(in _x.At(0)); // at least T.Lanes columns
            for (j = T.Lanes; j <= length - T.Lanes; j += T.Lanes)
                widest = T.Max(widest, T.Load(in _x.At(j)));
            widest = T.Max(widest, T.Load(in _x.At(length - T.Lanes))); // overlaps: a maximum does not mind
            Span<float> lanes = stackalloc float[Partials];
            widest.Store(ref lanes.At(0));
            float max = lanes[0];
            for (int lane = 1; lane < T.Lanes; lane++)
                max = lanes[lane] > max ? lanes[lane] : max;

            T max1 = T.Broadcast(max);
            for (j = 0; j <= length - T.Lanes; j += T.Lanes)
                (T.Load(in _x.At(j)) - max1).Store(ref _y.At(j));
            for (; j < length; j++)
                _y[j] = _x[j] - max;
        }
    }

    /// <summary>y = exp(y).</summary>
    internal static void Exponentials(Span<float> y) => Simd.ForEach(new Exponentiation(y), y.Length);

    private readonly ref struct Exponentiation(Span<float> y) : IElementwise
    {
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => Exponential.Exp(T.Load(in _y.At(i))).Store(ref _y.At(i));
    }

    /// <summary>y = ln y, for positive, normal numbers; NaN for NaN and infinity.</summary>
    private static void Logarithms(Span<float> y) => Simd.ForEach(new Logarithm(y), y.Length);

    private readonly ref struct Logarithm(Span<float> y) : IElementwise
    {
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => Exponential.Log(T.Load(in _y.At(i))).Store(ref _y.At(i));
    }

    /// <summary>Σ over one row.</summary>
    internal static float Sum(ReadOnlySpan<float> row)
    {
        if (row.Length < Partials)
        {
            float sum = 0;
            foreach (float value in row) sum += value;
            return sum;
        }
        Span<float> partials = stackalloc float[Partials];
        Simd.Run(new PartialSums(row, partials));
        return Fold(partials);
    }

    private readonly ref struct PartialSums(ReadOnlySpan<float> row, Span<float> partials) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _row = row;
        private readonly Span<float> _partials = partials;

        public void Run<T>() where T : struct, ISimd<T>
        {
            int full = _row.Length / Partials * Partials;
            for (int lane = 0; lane < Partials; lane += T.Lanes)
            {
                T sum = T.Load(in _row.At(lane));
                for (int j = lane + Partials; j < full; j += Partials)
                    sum += T.Load(in _row.At(j));
                sum.Store(ref _partials.At(lane));
            }
            for (int j = full; j < _row.Length; j++)
                _partials[j - full] += _row[j];
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
