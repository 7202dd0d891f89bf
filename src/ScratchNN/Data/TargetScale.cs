using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Where the numbers that a model learns to predict lie, and how far they spread: output by output. Immutable.</summary>
/// <remarks>
/// <para>The layers of a model make z, and the model predicts</para>
/// <code>
/// y = mean + deviation ⊙ z          Y, Z [N × K]   mean, deviation [K]
/// </code>
/// <para>The losses that <see cref="Loss.StandardizesTargets"/> allows are trained on z against (t − mean) / deviation. So weights, learning rate, clipping and
/// tolerances have the same meaning whatever the unit of y, and outputs of different units count alike. The first Fit learns the scale from its training rows,
/// up to 8192 of them, each as often as its weight says; after that it does not change.</para>
/// <para>The deviation is the standard deviation of the column, or a twentieth of its range (maximum − minimum) if that is larger: of a column that is almost
/// always the same, as the corner of an image, the rare other values would lie hundreds of deviations away. Of a constant column it is 1.</para>
/// </remarks>
public sealed class TargetScale
{
    private readonly float[] _mean, _deviation;

    /// <summary>A scale of known numbers. Means of 0 and deviations of 1 leave y as it is.</summary>
    /// <param name="mean">For each output, finite.</param>
    /// <param name="deviation">For each output, finite and above 0, not subnormal.</param>
    /// <exception cref="ArgumentException">There is none, they are not equally many, or one is outside its range.</exception>
    public TargetScale(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        if (mean.IsEmpty || mean.Length != deviation.Length)
            throw new ArgumentException($"There are {mean.Length} means and {deviation.Length} deviations: every output needs one of each.", nameof(deviation));
        for (int i = 0; i < mean.Length; i++)
            if (!float.IsFinite(mean[i]) || !float.IsNormal(deviation[i]) || deviation[i] < 0)
                throw new ArgumentException(
                    $"Output {i} has the mean {NumberFormat.Text(mean[i])} and the deviation {NumberFormat.Text(deviation[i])}: both must be finite, "
                        + "and the deviation above 0 and not subnormal. Use 1 for a constant.",
                    nameof(deviation));
        (_mean, _deviation) = ([.. mean], [.. deviation]);
    }

    /// <summary>The mean of each output's targets.</summary>
    public IReadOnlyList<float> Mean => Array.AsReadOnly(_mean);

    /// <summary>The deviation of each output's targets: what 1 in z is in their unit.</summary>
    public IReadOnlyList<float> Deviation => Array.AsReadOnly(_deviation);

    internal int Outputs => _mean.Length;

    /// <summary>The scale of numbers, as a Fit would learn it. For <see cref="Trainer.FitBatch"/>, whose first batch may be too small to tell.</summary>
    /// <param name="y">Numbers or rows of numbers, or labels that are numbers to predict.</param>
    /// <exception cref="ArgumentException">There is none, they are class names or answers yes or no, or one is not a finite number.</exception>
    public static TargetScale Of(Targets y)
    {
        var data = RowSource.OfTargets(y.AreNumbers ? y : throw new ArgumentException($"y holds {y}: only numbers have a scale.", nameof(y)));
        if (y.Count == 0) throw new ArgumentException("At least one target is needed, got none.", nameof(y));
        for (int row = 0; row < y.Count && y.Shape is { } shape; row++) RowSource.RequireFinite(y.Rows[row], shape.Size, default, nameof(y), firstRow: row);
        return Of(data, [.. Enumerable.Range(0, y.Count)], seed: 0)!;
    }

    /// <summary>The scale of rows; null if a target that counts is not a finite number: checks tell which.</summary>
    /// <param name="data">The data; labels are numbers.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="seed">Decides which of many rows are looked at.</param>
    internal static TargetScale? Of(in RowSource data, ReadOnlySpan<int> rows, ulong seed) =>
        new TargetStatistics(data.TargetShape?.Size ?? 1).Of(data, RowSample.Of(rows, DataProfile.MostRows, seed));

    /// <summary>z = (t − mean) / deviation.</summary>
    internal void Standardize(ReadOnlySpan<float> t, Span<float> z, Workers workers) => RowKernels.Standardize(t, z, _mean, _deviation, workers);

    /// <summary>y = mean + deviation ⊙ z.</summary>
    internal void Unstandardize(ReadOnlySpan<float> z, Span<float> y, Workers workers) => RowKernels.Unstandardize(z, y, _mean, _deviation, workers);

    /// <summary>dz = deviation ⊙ dy, in place.</summary>
    internal void Backward(Span<float> dy)
    {
        for (int at = 0; at < dy.Length; at += Outputs)
            TensorPrimitives.Multiply(dy.Slice(at, Outputs), _deviation, dy.Slice(at, Outputs));
    }

    /// <summary>Mean and deviation of up to 4 outputs.</summary>
    public override string ToString()
    {
        const int Most = 4;
        string[] outputs = [.. _mean.Zip(_deviation).Take(Most).Select(output => $"{NumberFormat.Text(output.First)} ± {NumberFormat.Text(output.Second)}")];
        return $"TargetScale({string.Join(", ", outputs)}{(Outputs > Most ? ", …" : "")})";
    }
}
