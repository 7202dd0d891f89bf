namespace ScratchNN;

/// <summary>SNN001: more outputs than classes. What else is wrong with layout and labels is an ArgumentException before any check.</summary>
internal sealed class UnusedOutputs() : Check("SNN001", Moment.Start)
{
    private const int FewestSamplesPerOutput = 10;

    public override void Examine(in CheckPass pass)
    {
        int[] counts = pass.Data.ClassCounts;
        int highest = Array.FindLastIndex(counts, count => count > 0), used = counts.Count(count => count > 0);
        if (used == 0 || pass.Data.Count < FewestSamplesPerOutput * counts.Length) return;
        if (used == 1)
            pass.Report(new Finding(Code, Severity.Warning, $"Every label is {highest}: there is nothing to learn.", "Look at how y is filled; an array that was never filled is all zeros.")
            {
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["classes"] = 1, ["outputs"] = counts.Length },
            });
        else if (highest + 1 <= counts.Length / 2)
            pass.Report(new Finding(
                Code, Severity.Warning,
                $"The model has {counts.Length} outputs, the labels end at {highest}.",
                $"End the model in Dense({highest + 1}), or look for labels that are missing.")
            {
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["classes"] = used, ["outputs"] = counts.Length },
            });
    }
}
