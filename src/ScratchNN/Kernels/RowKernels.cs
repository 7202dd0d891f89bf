using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Softmax and its relatives: each row is a unit of its own, split over workers.</summary>
/// <remarks>
/// Sums over a row have 16 partial sums (element j goes to sum j mod 16) that are added by halves: the same bits at every width.
/// The last columns are padded with what leaves the sum unchanged.
/// </remarks>
internal static class RowKernels
{
    private const int Partials = 16;
    private const int RowsPerWorker = 256; // of 10 columns: about 3 µs, the price of waking a worker

    /// <summary>y = softmax(x) row by row. x and y may be the same.</summary>
    public static void Softmax(ReadOnlySpan<float> x, Span<float> y, int columns, Workers workers) =>
        workers.For(x.Length / columns, new SoftmaxRows(x, y, columns), MinimumRows(columns));

    /// <summary>dx = y ⊙ (dy − Σ y·dy) row by row: the Jacobian of softmax times dy.</summary>
    public static void SoftmaxGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns, Workers workers) =>
        workers.For(y.Length / columns, new SoftmaxGradientRows(y, dy, dx, columns), MinimumRows(columns));

    /// <summary>
    /// Cross-entropy of logits against labels or targets: losses [rows] = Σ t·(ln Σ eᶻ − z) and, unless empty, dz = softmax(z)·Σt − t.
    /// </summary>
    public static void CrossEntropy(
        ReadOnlySpan<float> z, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dz, int columns, Workers workers) =>
        workers.For(losses.Length, new CrossEntropyRows(z, labels, targets, losses, dz, columns), MinimumRows(columns));

    /// <summary>Squared error against targets or labels (K = 1: numbers; else one-hot): losses [rows] = Σ (y − t)² / K and, unless empty, dy = 2·(y − t) / K.</summary>
    public static void SquaredError(
        ReadOnlySpan<float> y, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dy, int columns, Workers workers) =>
        workers.For(losses.Length, new SquaredErrorRows(y, labels, targets, losses, dy, columns), MinimumRows(columns));

    private static int MinimumRows(int columns) => Math.Max(1, RowsPerWorker * 10 / columns);

    private readonly ref struct SoftmaxRows(ReadOnlySpan<float> x, Span<float> y, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                var y = _y.Slice(row * columns, columns);
                float sum = Exponentials(_x.Slice(row * columns, columns), y, out _);
                TensorPrimitives.Divide(y, sum, y);
            }
        }
    }

    private readonly ref struct SoftmaxGradientRows(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _y = y, _dy = dy;
        private readonly Span<float> _dx = dx;

        public void Run(int firstRow, int endRow)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                var y = _y.Slice(row * columns, columns);
                var dy = _dy.Slice(row * columns, columns);
                var dx = _dx.Slice(row * columns, columns);
                float inner = Dot(y, dy);
                TensorPrimitives.Subtract(dy, inner, dx);
                TensorPrimitives.Multiply(dx, y, dx);
            }
        }
    }

    private readonly ref struct CrossEntropyRows(
        ReadOnlySpan<float> z, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> losses, Span<float> dz, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _z = z, _targets = targets;
        private readonly ReadOnlySpan<int> _labels = labels;
        private readonly Span<float> _losses = losses, _dz = dz;

        public void Run(int firstRow, int endRow)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                var z = _z.Slice(row * columns, columns);
                var dz = _dz.IsEmpty ? default : _dz.Slice(row * columns, columns);
                float sum = Exponentials(z, dz, out float max);
                float logSum = Exponential.Log(sum);
                if (!dz.IsEmpty) TensorPrimitives.Divide(dz, sum, dz);

                if (_targets.IsEmpty)
                {
                    int label = _labels[row];
                    _losses[row] = logSum - (z[label] - max); // in this order no large numbers cancel
                    if (!dz.IsEmpty) dz[label] -= 1;
                }
                else
                {
                    var t = _targets.Slice(row * columns, columns);
                    float loss = 0, total = 0;
                    for (int j = 0; j < columns; j++)
                    {
                        if (t[j] != 0) loss += t[j] * (logSum - (z[j] - max)); // 0·∞ = 0 here: a class without share has no loss
                        total += t[j];
                    }
                    _losses[row] = loss;
                    if (dz.IsEmpty) continue;
                    TensorPrimitives.Multiply(dz, total, dz);
                    TensorPrimitives.Subtract(dz, t, dz);
                }
            }
        }
    }

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

    /// <summary>e = exp(x − max x), unless e is empty; returns Σ e.</summary>
    internal static float Exponentials(ReadOnlySpan<float> x, Span<float> e, out float max)
    {
        max = TensorPrimitives.Max(x);
        Span<float> partials = stackalloc float[Partials];
        partials.Clear();
        Simd.Run(new ExponentialSums(x, max, e, partials));
        return Fold(partials);
    }

    private readonly ref struct ExponentialSums(ReadOnlySpan<float> x, float max, Span<float> e, Span<float> partials) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _e = e, _partials = partials;

        public void Run<T>() where T : struct, ISimd<T>
        {
            Span<float> edge = stackalloc float[Partials];
            int full = _x.Length / Partials * Partials, rest = _x.Length - full;
            for (int j = 0; j < full; j += Partials)
                Sixteen<T>(in _x.At(j), ref _e.IsEmpty ? ref edge.At(0) : ref _e.At(j));
            if (rest == 0) return;

            edge.Fill(float.NegativeInfinity); // exp(−∞) = 0
            _x[full..].CopyTo(edge);
            Sixteen<T>(in edge.At(0), ref edge.At(0));
            if (!_e.IsEmpty) edge[..rest].CopyTo(_e[full..]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Sixteen<T>(ref readonly float x, ref float e) where T : struct, ISimd<T>
        {
            T max1 = T.Broadcast(max);
            for (int lane = 0; lane < Partials; lane += T.Lanes)
            {
                T value = Exponential.Exp(T.Load(in Unsafe.Add(ref Unsafe.AsRef(in x), lane)) - max1);
                value.Store(ref Unsafe.Add(ref e, lane));
                (T.Load(in _partials.At(lane)) + value).Store(ref _partials.At(lane));
            }
        }
    }

    /// <summary>Σ a·b over a row.</summary>
    internal static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Span<float> partials = stackalloc float[Partials];
        partials.Clear();
        for (int j = 0; j < a.Length; j++)
            partials[j % Partials] += a[j] * b[j];
        return Fold(partials);
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
