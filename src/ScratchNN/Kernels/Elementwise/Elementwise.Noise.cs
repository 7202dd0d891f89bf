namespace ScratchNN.Kernels;

internal static partial class Elementwise
{
    /// <summary>y = x + deviation·e with normal e: number j of the stream firstRow + i for element j in row i.</summary>
    public static void AddNoise(ReadOnlySpan<float> x, Span<float> y, int columns, float deviation, ulong seed, int firstRow, Workers workers) =>
        workers.For(y.Length / columns, new NoisyRows(x[..y.Length], y, columns, deviation, seed, firstRow), Math.Max(1, FloatsPerWorker / (4 * columns)));

    private readonly ref struct NoisyRows(ReadOnlySpan<float> x, Span<float> y, int columns, float deviation, ulong seed, int firstRow) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int first, int end)
        {
            Span<uint> words = stackalloc uint[RandomChunk];
            for (int row = first; row < end; row++)
                for (int j = 0; j < columns; j += RandomChunk)
                {
                    int at = (row * columns) + j, n = Math.Min(RandomChunk, columns - j);
                    Philox.Fill(words[..n], seed, (ulong)(firstRow + row), (ulong)(j / 4));
                    for (int i = 0; i < n; i++) _y[at + i] = _x[at + i] + (deviation * NormalQuantile.Of(words[i]));
                }
        }
    }
}
