namespace ScratchNN;

/// <summary>SNN001: more outputs than classes. What else is wrong with layout and labels is an ArgumentException before any check.</summary>
internal sealed class UnusedOutputs() : Check("SNN001", CheckMoment.TrainingStart)
{
    private const int FewestSamplesPerOutput = 10, MostOutputs = 100; // of a vocabulary, many words may well not occur

    public override void Examine(in CheckPass pass)
    {
        int[] counts = pass.Data.ClassCounts;
        int lowest = Array.FindIndex(counts, count => count > 0), highest = Array.FindLastIndex(counts, count => count > 0),
            used = counts.Count(count => count > 0);
        if (used == 0 || counts.Sum() < FewestSamplesPerOutput * counts.Length) return;
        string read = pass.Source.IsOnDemand ? $" of {pass.Data.SampledCount} samples that were read" : ""; // of data in memory all labels are counted
        if (used == 1)
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"Every label{read} is {highest}: there is nothing to learn.",
                Advice = "Check how y is filled: an array that was never filled is all zeros.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["classes"] = 1, ["outputs"] = counts.Length },
            });
        else if (lowest > 0 || highest + 1 <= counts.Length / 2)
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"The model has {counts.Length} outputs, but the labels{read} {(lowest > 0 ? $"go from {lowest} to" : "end at")} {highest}.",
                Advice = lowest == 1 ? $"Do your labels start at 1? Subtract 1, and end the model in Dense({highest}); if not, look for the samples of class 0."
                    : $"{(lowest == 0 ? $"End the model in Dense({highest + 1})" : "Count the classes from 0")}, or look for labels that are missing.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["classes"] = used, ["outputs"] = counts.Length },
            });
        else if (used < counts.Length && counts.Length <= MostOutputs && !pass.Source.IsOnDemand) ReportMissing(pass, counts, highest);
    }

    /// <summary>A class without rows may be rare, or one of a list that is longer than the data: worth knowing.</summary>
    private void ReportMissing(in CheckPass pass, int[] counts, int highest)
    {
        int count = 0, first = Array.IndexOf(counts, 0);
        string labels = "";
        for (int label = first; label < counts.Length; label++)
            if (counts[label] == 0) labels += count++ == 0 ? $"{label}" : $", {label}";
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"The model has {counts.Length} outputs, but no label is {labels}: "
                + $"{(count == 1 ? "that class has" : "those classes have")} no rows to learn from.",
            Advice = $"Look for these rows. If there are none, {(highest < first ? $"end the model in Dense({highest + 1})"
                : $"number the classes from 0 to {counts.Length - count - 1} and end the model in Dense({counts.Length - count})")}.",
            Tensor = "y",
            Evidence = new Dictionary<string, double> { ["classes"] = counts.Length - count, ["outputs"] = counts.Length },
        });
    }
}
