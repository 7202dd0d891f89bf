namespace ScratchNN;

/// <summary>Samples in memory with their targets and weights.</summary>
internal sealed class ArrayDataset(Samples x, Targets y, ReadOnlyMemory<float> weights, DataInfo? info) : IDataset
{
    public int Count => x.Count;
    public Shape InputShape => x.Shape;
    public Shape? TargetShape => y.Shape;
    public DataInfo? Info => info;

    /// <summary>The rows where memory has them, for a reader that need not ask for each batch.</summary>
    public RowSource Open() => new(x.Open(), y, weights.Span);

    public void Read(in ReadPass pass)
    {
        var samples = x.Open();
        for (int i = 0; i < pass.Rows.Length; i++)
        {
            samples[pass.Rows[i]].CopyTo(pass.Inputs[(i * samples.Shape.Size)..]);
            if (!pass.Weights.IsEmpty && !weights.IsEmpty) pass.Weights[i] = weights.Span[pass.Rows[i]];
        }
        RowSource.OfTargets(y).ReadTargets(pass.Rows, pass.Labels, pass.Targets, default);
    }
}
