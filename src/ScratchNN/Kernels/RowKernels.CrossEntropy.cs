using System.Buffers;
using System.Numerics.Tensors;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>
    /// Cross-entropy of logits against labels or targets: losses [rows] = ln Σ eᶻ·Σt − Σ t·z and, unless empty, dz = softmax(z)·Σt − t.
    /// </summary>
    public static void CrossEntropy(
        ReadOnlySpan<float> z, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dz, int columns, Workers workers) =>
        workers.For(losses.Length, new CrossEntropyRows(z, labels, targets, losses, dz, columns), MinimumRows(columns));

    private readonly ref struct CrossEntropyRows(
        ReadOnlySpan<float> z, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dz, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _z = z, _targets = targets;
        private readonly ReadOnlySpan<int> _labels = labels;
        private readonly Span<float> _losses = losses, _dz = dz;

        public void Run(int firstRow, int endRow)
        {
            int step = RowsPerChunk(columns);
            float[] scratch = ArrayPool<float>.Shared.Rent(step * columns);
            Span<float> sums = stackalloc float[step], factors = stackalloc float[step];
            for (int first = firstRow; first < endRow; first += step)
            {
                int rows = Math.Min(step, endRow - first), start = first * columns, length = rows * columns;
                var e = _dz.IsEmpty ? scratch.AsSpan(0, length) : _dz.Slice(start, length);
                SubtractMaxima(_z.Slice(start, length), e, columns);
                for (int i = 0; i < rows; i++) // with the maximum taken off both, no large numbers cancel
                    _losses[first + i] = -TargetShare(e.Slice(i * columns, columns), first + i);

                Exponentials(e, e, _z[(start + length)..]);
                Sum(e, sums, columns);
                if (!_dz.IsEmpty)
                {
                    for (int i = 0; i < rows; i++) factors[i] = Total(first + i) / sums[i];
                    Scale(e, factors, columns);
                    for (int i = 0; i < rows; i++)
                        SubtractTarget(e.Slice(i * columns, columns), first + i);
                }

                Logarithms(sums[..rows]);
                for (int i = 0; i < rows; i++)
                    _losses[first + i] += sums[i] * Total(first + i);
            }
            ArrayPool<float>.Shared.Return(scratch);
        }

        private ReadOnlySpan<float> Targets(int row) => _targets.Slice(row * columns, columns);

        /// <summary>Σ t·z.</summary>
        private float TargetShare(ReadOnlySpan<float> z, int row)
        {
            if (_targets.IsEmpty) return z[_labels[row]];
            var t = Targets(row);
            float sum = 0;
            for (int j = 0; j < t.Length; j++)
                if (t[j] != 0) sum += t[j] * z[j]; // a class without share has no loss, not even 0·∞
            return sum;
        }

        /// <summary>Σ t.</summary>
        private float Total(int row) => _targets.IsEmpty ? 1 : Sum(Targets(row));

        private void SubtractTarget(Span<float> dz, int row)
        {
            if (_targets.IsEmpty) dz[_labels[row]] -= 1;
            else TensorPrimitives.Subtract(dz, Targets(row), dz);
        }
    }
}
