using System.Buffers;

namespace ScratchNN;

/// <summary>Some rows of another dataset.</summary>
internal sealed class SubsetDataset(IDataset data, int[] subset) : IAnswered
{
    private const int FewRows = 256;

    public int Count => subset.Length;
    public Shape InputShape => data.InputShape;
    public Shape? TargetShape => data.TargetShape;
    public DataInfo? Info => data.Info;
    public bool AreYesNo => IAnswered.Of(data);

    public void Read(in ReadPass pass)
    {
        int count = pass.Rows.Length;
        int[]? rented = count > FewRows ? ArrayPool<int>.Shared.Rent(count) : null;
        Span<int> rows = rented ?? stackalloc int[FewRows];
        for (int i = 0; i < count; i++) rows[i] = subset[pass.Rows[i]];
        data.Read(new ReadPass { Rows = rows[..count], Inputs = pass.Inputs, Labels = pass.Labels, Targets = pass.Targets, Weights = pass.Weights });
        if (rented != null) ArrayPool<int>.Shared.Return(rented);
    }
}
