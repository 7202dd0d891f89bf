using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The training data in numbers: up to 1024 samples from all over it, and all labels that are in memory.</summary>
internal sealed class DataSummary
{
    private const int SampledRows = 1024, MostAtOnce = 256, FloatsAtOnce = 1 << 22; // 16 MB

    private readonly double[] _meanTarget = [];
    private int _lastLabel = -1;

    private DataSummary()
    {
    }

    private DataSummary(in RowSource data, ReadOnlySpan<int> rows, int outputs, Loss loss, ulong seed, Workers workers)
    {
        Count = rows.Length;
        (Minima, Maxima) = (Filled(data.InputShape.Size, float.PositiveInfinity), Filled(data.InputShape.Size, float.NegativeInfinity));
        ClassCounts = new int[data.TargetShape == null && outputs > 1 ? outputs : 0];
        int width = data.TargetShape?.Size ?? 1, sampled = SampledCount = Math.Min(Count, SampledRows);
        int atOnce = Math.Min(sampled, Math.Clamp(FloatsAtOnce / Math.Max(Minima.Length, width), 1, MostAtOnce)); // rows
        AlignedBuffer? x = null;
        int[] labels = new int[data.TargetShape == null ? atOnce : 0], sample = RowSample.Of(rows, sampled, seed);
        float[] weights = new float[atOnce], targets = new float[atOnce * (data.TargetShape?.Size ?? 0)];
        double[] sums = new double[width], squares = new double[width];
        double inputSquares = 0;
        for (int first = 0; first < sampled; first += atOnce)
        {
            int n = Math.Min(atOnce, sampled - first);
            var inputs = data.Read(sample.AsSpan(first, n), ref x, atOnce, labels.AsSpan(0, labels.Length == 0 ? 0 : n), targets.AsSpan(0, n * (targets.Length / atOnce)), weights.AsSpan(0, n), workers);
            for (int i = 0; i < n; i++)
            {
                var row = inputs.Slice(i * Minima.Length, Minima.Length);
                TensorPrimitives.Min(Minima, row, Minima);
                TensorPrimitives.Max(Maxima, row, Maxima);
                inputSquares += Sums.OfSquares(row);
                for (int j = 0; j < width; j++)
                {
                    double target = labels.Length > 0 ? labels[i] : targets[(i * width) + j];
                    sums[j] += target;
                    squares[j] += target * target;
                }
            }
            if (data.IsOnDemand) CountLabels(labels.AsSpan(0, labels.Length == 0 ? 0 : n));
        }
        for (int first = 0; first < Count && !data.IsOnDemand && ClassCounts.Length > 0; first += atOnce)
        {
            int n = Math.Min(atOnce, Count - first);
            data.ReadTargets(rows.Slice(first, n), labels.AsSpan(0, n), default, default);
            CountLabels(labels.AsSpan(0, n));
        }
        RootMeanSquare = Math.Sqrt(inputSquares / ((double)sampled * Minima.Length));
        for (int j = 0; j < width; j++)
        {
            double mean = sums[j] / sampled;
            TargetVariance += ((squares[j] / sampled) - (mean * mean)) / width;
            LargestTarget = Math.Max(LargestTarget, Math.Sqrt(squares[j] / sampled));
        }
        _meanTarget = Array.ConvertAll(sums, sum => sum / sampled);
        IsSorted &= ClassCounts.Count(count => count > 0) > 1;
        BaselineLoss = Baseline(loss);
    }

    /// <summary>Of nothing: where nobody asks.</summary>
    public static DataSummary None { get; } = new();

    /// <summary>All training samples.</summary>
    public int Count { get; }

    /// <summary>Those whose inputs and targets were looked at.</summary>
    public int SampledCount { get; }

    /// <summary>The smallest value of each feature.</summary>
    public float[] Minima { get; } = [];

    /// <summary>The largest value of each feature.</summary>
    public float[] Maxima { get; } = [];

    /// <summary>Of all inputs.</summary>
    public double RootMeanSquare { get; }

    /// <summary>The root mean square of the widest column of the targets.</summary>
    public double LargestTarget { get; }

    /// <summary>Of the targets or numbers to be met: the mean of those of the columns.</summary>
    public double TargetVariance { get; }

    /// <summary>Samples of each class; empty where there are no labels.</summary>
    public int[] ClassCounts { get; } = [];

    /// <summary>Whether the labels stand in order, those of one class after another.</summary>
    public bool IsSorted { get; private set; } = true;

    /// <summary>The loss of the best constant answer; NaN if the loss is not one of ours.</summary>
    public double BaselineLoss { get; } = double.NaN;

    public static DataSummary Of(in RowSource data, ReadOnlySpan<int> rows, int outputs, Loss loss, ulong seed, Workers workers) => new(data, rows, outputs, loss, seed, workers);

    private void CountLabels(ReadOnlySpan<int> labels)
    {
        foreach (int label in labels)
        {
            if ((uint)label < (uint)ClassCounts.Length) ClassCounts[label]++;
            IsSorted &= label >= _lastLabel;
            _lastLabel = label;
        }
    }

    private double Baseline(Loss loss)
    {
        int counted = Math.Max(1, ClassCounts.Sum());
        double[] shares = ClassCounts.Length == 0 ? _meanTarget : Array.ConvertAll(ClassCounts, count => (double)count / counted);
        double total = ClassCounts.Length == 0 ? shares.Sum() : 1;
        return loss switch
        {
            CrossEntropy => -shares.Where(p => p > 0).Sum(p => p * Exponential.Log((float)(p / total))),
            MeanSquaredError => ClassCounts.Length == 0 ? TargetVariance : shares.Sum(p => p * (1 - p)) / shares.Length,
            _ => double.NaN,
        };
    }

    private static float[] Filled(int length, float value)
    {
        float[] values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}
