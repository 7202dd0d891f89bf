using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>
    /// Cross-entropy of logits against labels or targets: losses [rows] = ln Σ eᶻ·Σt − Σ t·z and, unless empty, dz = softmax(z)·Σt − t. dz has memory of its
    /// own. Smoothing ε makes (1 − ε)·t + ε·Σt / K of t. A row whose label is ignored has a loss and a gradient of 0, whatever its logits.
    /// </summary>
    public static void CrossEntropy(
        ReadOnlySpan<float> z, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dz, int columns, Workers workers,
        double smoothing = 0, int? ignored = null) =>
        workers.For(losses.Length, new CrossEntropyRows(z, labels, targets, losses, dz, columns, smoothing, ignored), MinimumRows(columns));

    private readonly ref struct CrossEntropyRows(
        ReadOnlySpan<float> z, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dz, int columns, double smoothing,
            int? ignored) : IRowKernel
    {
        private readonly float _keep = (float)(1 - smoothing), _spread = (float)(smoothing / columns);
        private readonly ReadOnlySpan<float> _z = z, _targets = targets;
        private readonly ReadOnlySpan<int> _labels = labels;
        private readonly Span<float> _losses = losses, _dz = dz;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int step = RowsPerChunk(columns);
            Span<float> totals = stackalloc float[WholeRegisters(step)], maxima = stackalloc float[WholeRegisters(step)],
                sums = stackalloc float[WholeRegisters(step)];
            Span<float> partials = stackalloc float[Partials];
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
                    var rowOfZ = z.Slice(i * columns, columns);
                    var rowOfDz = dz.IsEmpty ? dz : dz.Slice(i * columns, columns);
                    if (_targets.IsEmpty && _labels[row] == ignored)
                    {
                        _losses[row] = 0;
                        rowOfDz.Clear();
                        continue;
                    }
                    float share = TargetShare(rowOfZ, maxima[i], row);
                    if (_spread > 0) share = (_keep * share) + (_spread * totals[i] * SumOfParts(rowOfZ, maxima[i], partials));
                    _losses[row] = (sums[i] * totals[i]) - share;
                    if (!dz.IsEmpty) SubtractTarget(rowOfDz, row, totals[i]);
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

        private void SubtractTarget(Span<float> dz, int row, float total)
        {
            if (_spread > 0) TensorPrimitives.Subtract(dz, _spread * total, dz);
            if (_targets.IsEmpty) dz[_labels[row]] -= _keep;
            else if (_spread > 0) Simd.ForEach(new Remainder(dz, Targets(row), _keep), columns);
            else TensorPrimitives.Subtract(dz, Targets(row), dz);
        }
    }

    /// <summary>dz −= keep·t.</summary>
    private readonly ref struct Remainder(Span<float> dz, ReadOnlySpan<float> t, float keep) : IElementwise
    {
        private readonly Span<float> _dz = dz;
        private readonly ReadOnlySpan<float> _t = t;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T> =>
            T.MultiplyAdd(T.Broadcast(-keep), T.Load(in _t.At(i)), T.Load(in _dz.At(i))).Store(ref _dz.At(i));
    }
}
