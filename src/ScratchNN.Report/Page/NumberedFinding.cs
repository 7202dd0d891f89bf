namespace ScratchNN.Reporting;

/// <summary>A finding with the number that stands for it in the charts.</summary>
/// <param name="Number">1 for the likeliest cause.</param>
/// <param name="Finding">The finding.</param>
/// <param name="Step">Where charts show it: the first step, if it was there before.</param>
internal sealed record NumberedFinding(int Number, Finding Finding, long Step)
{
    public Mark Mark => new(Step, $"{Number}", $"{Finding.Code}: {Finding.Title}", $"#finding-{Number}");

    /// <summary>When it was found, in words.</summary>
    public string When => Finding.Step is { } step ? $"step {Reporting.Number.Count(step)}" : "before the first step";

    /// <summary>The findings in the end, the likeliest cause first; while the Fit runs, as they came.</summary>
    public static IReadOnlyList<NumberedFinding> Of(FitRecord record, TrainingHistory? history) =>
        [.. (history?.Findings ?? record.Findings).Select((finding, i) => new NumberedFinding(i + 1, finding, finding.Step ?? record.FirstStep + 1))];
}
