namespace ScratchNN;

/// <summary>Another dataset, with names and attachments of its own.</summary>
internal sealed class InfoDataset(IDataset data, DataInfo info) : IAnswered
{
    public int Count => data.Count;
    public Shape InputShape => data.InputShape;
    public Shape? TargetShape => data.TargetShape;
    public DataInfo? Info => info;
    public bool AreYesNo => IAnswered.Of(data);

    public void Read(in ReadPass pass) => data.Read(pass);
}
