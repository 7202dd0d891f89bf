namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>Squared error against targets or labels (K = 1: numbers; else one-hot): losses [rows] = Σ (y − t)² / K and, unless empty, dy = 2·(y − t) / K.</summary>
    public static void SquaredError(
        ReadOnlySpan<float> y, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dy, int columns, Workers workers) =>
        workers.For(losses.Length, new SquaredErrorRows(y, labels, targets, losses, dy, columns), MinimumRows(columns));

    private readonly ref struct SquaredErrorRows(
        ReadOnlySpan<float> y, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dy, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _y = y, _targets = targets;
        private readonly ReadOnlySpan<int> _labels = labels;
        private readonly Span<float> _losses = losses, _dy = dy;

        public void Run(int firstRow, int endRow)
        {
            Span<float> partials = stackalloc float[Partials];
            for (int row = firstRow; row < endRow; row++)
            {
                partials.Clear();
                for (int j = 0; j < columns; j++)
                {
                    float t = !_targets.IsEmpty ? _targets[(row * columns) + j] : columns == 1 ? _labels[row] : _labels[row] == j ? 1 : 0;
                    float difference = _y[(row * columns) + j] - t;
                    partials[j % Partials] += difference * difference;
                    if (!_dy.IsEmpty) _dy[(row * columns) + j] = 2 * difference / columns;
                }
                _losses[row] = Fold(partials) / columns;
            }
        }
    }
}
