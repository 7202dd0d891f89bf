namespace ScratchNN;

/// <summary>Windows of a series, with the target of a step after each.</summary>
internal sealed class WindowDataset(Samples series, Targets y, int length, int ahead, DataInfo? info) : IAnswered
{
    public int Count => series.Count - length - ahead + 1;

    public Shape InputShape { get; } = Window(series.Shape, length);

    public Shape? TargetShape => y.Shape;
    public DataInfo? Info => info;
    public bool AreYesNo => y.AreYesNo;

    public void Read(in ReadPass pass)
    {
        var steps = series.Open();
        var targets = RowSource.OfTargets(y);
        int target = y.Shape?.Size ?? 0;
        for (int i = 0; i < pass.Rows.Length; i++)
        {
            var window = pass.Inputs.Slice(i * InputShape.Size, InputShape.Size);
            steps.Rows(pass.Rows[i], length, window).CopyTo(window);
            targets.ReadTargets([pass.Rows[i] + length - 1 + ahead], pass.Labels.IsEmpty ? default
                : pass.Labels.Slice(i, 1), pass.Targets.Slice(i * target, target), default);
        }
    }

    private static Shape Window(Shape step, int length)
    {
        Span<int> dimensions = stackalloc int[step.Rank + 1];
        dimensions[0] = length;
        for (int i = 0; i < step.Rank; i++) dimensions[i + 1] = step[i];
        return new Shape(dimensions);
    }
}
