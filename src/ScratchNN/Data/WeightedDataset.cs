namespace ScratchNN;

/// <summary>Another dataset, each of whose weights is multiplied.</summary>
internal sealed class WeightedDataset(IDataset data, float[] weights) : IAnswered
{
    public int Count => data.Count;
    public Shape InputShape => data.InputShape;
    public Shape? TargetShape => data.TargetShape;
    public DataInfo? Info => data.Info;
    public bool AreYesNo => IAnswered.Of(data);

    public void Read(in ReadPass pass)
    {
        data.Read(pass);
        for (int i = 0; i < pass.Weights.Length; i++) pass.Weights[i] *= weights[pass.Rows[i]];
    }
}
