namespace ScratchNN;

/// <summary>Samples in memory with their targets and weights.</summary>
internal sealed class ArrayDataset(Samples x, Targets y, ReadOnlyMemory<float> weights, DataInfo? info) : IAnswered
{
    public int Count => x.Count;
    public Shape InputShape => x.Shape;
    public Shape? TargetShape => y.Shape;
    public DataInfo? Info => info;
    public bool AreYesNo => y.AreYesNo;

    /// <summary>The rows where memory has them, for a reader that need not ask for each batch.</summary>
    public RowSource Open() => new(x.Open(), y, weights.Span);

    /// <summary>Some of the rows: inputs and rows of targets are viewed, labels and weights copied.</summary>
    public ArrayDataset Choose(int[] rows) =>
        new(x.Choose(rows), y.Choose(rows), weights.IsEmpty ? default : Array.ConvertAll(rows, row => weights.Span[row]), info);

    public ArrayDataset With(DataInfo info) => new(x, y, weights, info);

    /// <summary>Each weight times another.</summary>
    public ArrayDataset Weighted(float[] factors)
    {
        for (int i = 0; i < factors.Length && !weights.IsEmpty; i++) factors[i] *= weights.Span[i];
        return new ArrayDataset(x, y, factors, info);
    }

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
