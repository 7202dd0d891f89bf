namespace ScratchNN.Tests;

/// <summary>A dataset that the library does not know: it has to ask for rows.</summary>
internal sealed class OnDemand(IDataset data) : IDataset
{
    public int Count => data.Count;
    public Shape InputShape => data.InputShape;
    public Shape? TargetShape => data.TargetShape;

    public void Read(in ReadPass pass) => data.Read(pass);
}
