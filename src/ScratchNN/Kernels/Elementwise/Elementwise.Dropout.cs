using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class Elementwise
{
    private const int RandomChunk = 256; // random numbers on the stack; whole blocks of Philox

    /// <summary>
    /// y = x·scale, or 0 where the element's random number is below the rate. Number j of the stream firstRow + i, in [0, 1), is that of element j in row i.
    /// </summary>
    public static void Dropout(ReadOnlySpan<float> x, Span<float> y, int columns, float rate, float scale, ulong seed, int firstRow, Workers workers) =>
        workers.For(y.Length / columns, new DropoutRows(x[..y.Length], y, columns, rate, scale, seed, firstRow), Math.Max(1, FloatsPerWorker / columns));

    private readonly ref struct DropoutRows(ReadOnlySpan<float> x, Span<float> y, int columns, float rate, float scale, ulong seed, int firstRow) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int first, int end)
        {
            Span<float> u = stackalloc float[RandomChunk];
            for (int row = first; row < end; row++)
                for (int j = 0; j < columns; j += RandomChunk)
                {
                    int at = (row * columns) + j, n = Math.Min(RandomChunk, columns - j);
                    Philox.FillUniform(u[..n], seed, (ulong)(firstRow + row), (ulong)(j / 4));
                    Simd.ForEach(new Mask(_x.Slice(at, n), u, _y.Slice(at, n), rate, scale), n);
                }
        }
    }

    /// <summary>A product, so that NaN stays NaN where it is dropped.</summary>
    private readonly ref struct Mask(ReadOnlySpan<float> x, ReadOnlySpan<float> u, Span<float> y, float rate, float scale) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x, _u = u;
        private readonly Span<float> _y = y;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T> =>
            (T.Load(in _x.At(i)) * T.IfGreater(T.Broadcast(rate), T.Load(in _u.At(i)), T.Broadcast(0), T.Broadcast(scale))).Store(ref _y.At(i));
    }
}
