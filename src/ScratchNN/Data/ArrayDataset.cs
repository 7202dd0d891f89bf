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

    public void Read(in ReadPass pass) => Open().Read(pass.Rows, pass.Inputs, pass.Labels, pass.Targets, pass.Weights, Workers.None);
}
