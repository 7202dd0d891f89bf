namespace ScratchNN;

/// <summary>Datasets over arrays. The arrays are kept, not copied.</summary>
public static class Dataset
{
    /// <summary>Inputs [samples × features] with class labels.</summary>
    /// <param name="x">One row per sample.</param>
    /// <param name="labels">One label per row.</param>
    /// <exception cref="ArgumentException">The numbers of rows and labels differ, or are 0.</exception>
    public static IDataset From(float[,] x, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(labels);
        Samples samples = x;
        return new Rows(() => x, samples.Shape, RowSource.RequireEqualCounts(samples, labels.Length), labels, default, null);
    }

    /// <summary>Inputs of any shape with class labels.</summary>
    /// <param name="x">Samples, one after another.</param>
    /// <param name="sample">The shape of each.</param>
    /// <param name="labels">One label per sample.</param>
    /// <exception cref="ArgumentException">The numbers of samples and labels differ, or are 0.</exception>
    public static IDataset From(ReadOnlyMemory<float> x, Shape sample, ReadOnlyMemory<int> labels) =>
        new Rows(() => new Samples(x.Span, sample), sample, RowSource.RequireEqualCounts(new Samples(x.Span, sample), labels.Length), labels, default, null);

    /// <summary>Inputs and targets of any shape.</summary>
    /// <param name="x">Samples, one after another.</param>
    /// <param name="sample">The shape of each.</param>
    /// <param name="targets">Targets, one after another.</param>
    /// <param name="target">The shape of each.</param>
    /// <exception cref="ArgumentException">The numbers of samples and targets differ, or are 0.</exception>
    public static IDataset From(ReadOnlyMemory<float> x, Shape sample, ReadOnlyMemory<float> targets, Shape target) =>
        new Rows(() => new Samples(x.Span, sample), sample,
            RowSource.RequireEqualCounts(new Samples(x.Span, sample), new Samples(targets.Span, target).Count), default, targets, target);

    private delegate Samples View();

    private sealed class Rows(View x, Shape sample, int count, ReadOnlyMemory<int> labels, ReadOnlyMemory<float> targets, Shape? target) : IDataset
    {
        public int Count => count;
        public Shape InputShape => sample;
        public Shape? TargetShape => target;

        public void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labelsRead, Span<float> targetsRead)
        {
            var source = target is { } shape ? new RowSource(x(), new Samples(targets.Span, shape)) : new RowSource(x(), labels.Span);
            source.Read(rows, inputs, labelsRead, targetsRead);
        }
    }
}
