namespace ScratchNN;

/// <summary>A view of samples that are in memory: a span cannot be kept, so it is made anew for every reading.</summary>
internal delegate Samples SamplesView();

/// <summary>Inputs in memory, with labels or targets.</summary>
internal sealed class ArrayDataset(SamplesView x, Shape sample, int count, ReadOnlyMemory<int> labels, ReadOnlyMemory<float> targets, Shape? target) : IDataset
{
    public int Count => count;
    public Shape InputShape => sample;
    public Shape? TargetShape => target;

    /// <summary>All labels; empty if there are targets.</summary>
    public ReadOnlySpan<int> Labels => labels.Span;

    /// <summary>All targets; empty if there are labels.</summary>
    public ReadOnlySpan<float> Targets => targets.Span;

    public void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labelsRead, Span<float> targetsRead)
    {
        var source = target is { } shape ? new RowSource(x(), new Samples(targets.Span, shape)) : new RowSource(x(), labels.Span);
        source.Read(rows, inputs, labelsRead, targetsRead, Workers.None);
    }
}
