using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Softmax and its relatives: each row is a unit of its own.</summary>
/// <remarks>
/// Rows are taken in chunks that stay in a core's cache. Rows of less than 16 are transposed, so that each lane computes a row of its own;
/// in longer ones the lanes share a row. Sums over a row of 16 or more have 16 partial sums (element j goes to sum j mod 16), added by halves; over a
/// shorter row they go in order. So the bits are the same at every width and depend on the columns alone.
/// </remarks>
internal static partial class RowKernels
{
    internal const int Partials = 16;
    private const int ChunkSize = 1536;       // floats: 6 KB each of x, y, what comes next of both and a copy, within L1
    private const int FloatsPerWorker = 4096; // about 4 µs of exp, the price of another thread

    private static int MinimumRows(int columns) => Math.Max(1, FloatsPerWorker / columns);

    internal static int RowsPerChunk(int columns) => Math.Max(1, ChunkSize / columns);

    /// <summary>The space that a number for each row takes, in whole registers: the widest is as wide as a cache line.</summary>
    internal static int WholeRegisters(int rows) => AlignedBuffer.RoundUp(rows);

    /// <summary>Of each row of a chunk: maxima = max x, sums = Σ exp(x − max x) and, unless empty, y = exp(x − max x)·total / Σ.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="y">As many, or none. May be x.</param>
    /// <param name="totals">For each row, in whole registers, what y is to add up to; empty where y is.</param>
    /// <param name="maxima">In whole registers. Which, is open where a row has NaN.</param>
    /// <param name="sums">In whole registers. NaN for a row with NaN or +∞, or of −∞ alone.</param>
    /// <param name="columns">Floats in a row.</param>
    private static void SoftmaxOfChunk(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> totals, Span<float> maxima, Span<float> sums, int columns)
    {
        if (columns < Partials) SoftmaxByLane(x, y, totals, maxima, sums, columns);
        else SoftmaxByRow(x, y, totals, maxima, sums, columns);
    }

    /// <summary>y = ln y, for positive, normal numbers; NaN for NaN and infinity.</summary>
    private static void Logarithms(Span<float> y) => Simd.ForEach(new Logarithm(y), y.Length);

    private readonly ref struct Logarithm(Span<float> y) : IElementwise
    {
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => Exponential.Log(T.Load(in _y.At(i))).Store(ref _y.At(i));
    }
}
