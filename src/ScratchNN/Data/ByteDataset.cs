namespace ScratchNN;

/// <summary>Samples that stay bytes in memory, a quarter of the floats, with their targets.</summary>
internal sealed class ByteDataset(ReadOnlyMemory<byte> values, Shape sample, Targets y, float scale, DataInfo? info) : IAnswered
{
    public int Count => y.Count;
    public Shape InputShape => sample;
    public Shape? TargetShape => y.Shape;
    public DataInfo? Info => info;
    public bool AreYesNo => y.AreYesNo;

    public void Read(in ReadPass pass)
    {
        for (int i = 0; i < pass.Rows.Length; i++)
        {
            var from = values.Span.Slice(pass.Rows[i] * sample.Size, sample.Size);
            var to = pass.Inputs.Slice(i * sample.Size, sample.Size);
            for (int j = 0; j < from.Length; j++) to[j] = scale * from[j];
        }
        RowSource.OfTargets(y).ReadTargets(pass.Rows, pass.Labels, pass.Targets, default);
    }
}
