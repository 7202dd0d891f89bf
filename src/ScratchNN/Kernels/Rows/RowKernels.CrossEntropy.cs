using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>
    /// Cross-entropy of logits against labels or targets: losses [rows] = ln Σ eᶻ·Σt − Σ t·z and, unless empty, dz = softmax(z)·Σt − t. dz has memory of its own.
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

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int step = RowsPerChunk(columns);
            Span<float> totals = stackalloc float[WholeRegisters(step)], maxima = stackalloc float[WholeRegisters(step)], sums = stackalloc float[WholeRegisters(step)];
            for (int first = firstRow; first < endRow; first += step)
            {
                int rows = Math.Min(step, endRow - first), start = first * columns, length = rows * columns;
                var z = _z.Slice(start, length);
                var dz = _dz.IsEmpty ? _dz : _dz.Slice(start, length);
                for (int i = 0; i < rows; i++) totals[i] = Total(first + i);
                SoftmaxOfChunk(z, dz, dz.IsEmpty ? [] : totals, maxima, sums, columns);
                Logarithms(sums[..rows]);
                for (int i = 0; i < rows; i++)
                {
                    int row = first + i;
                    _losses[row] = (sums[i] * totals[i]) - TargetShare(z.Slice(i * columns, columns), maxima[i], row);
                    if (!dz.IsEmpty) SubtractTarget(dz.Slice(i * columns, columns), row);
                }
            }
        }

        private ReadOnlySpan<float> Targets(int row) => _targets.Slice(row * columns, columns);

        /// <summary>Σ t·(z − max z): with the maximum taken off this and ln Σ eᶻ, no large numbers cancel.</summary>
        private float TargetShare(ReadOnlySpan<float> z, float max, int row)
        {
            if (_targets.IsEmpty) return z[_labels[row]] - max;
            var t = Targets(row);
            float sum = 0;
            for (int j = 0; j < t.Length; j++)
                if (t[j] != 0) sum += t[j] * (z[j] - max); // a class without share has no loss, not even 0·∞
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
