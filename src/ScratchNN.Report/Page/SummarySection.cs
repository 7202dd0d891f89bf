namespace ScratchNN.Reporting;

/// <summary>The first thing to read: how it went, in a sentence and some numbers.</summary>
internal static class SummarySection
{
    public static Markup Write(FitRecord record, IReadOnlyList<NumberedFinding> findings, Ending? ending)
    {
        var (tone, words) = Verdict(record, findings, ending);
        var section = new Markup().Add($"<div class=\"verdict {tone}\" role=\"status\"><p><b>{words}</b></p>\n");
        var first = findings.FirstOrDefault(finding => finding.Finding.Severity > Severity.Info);
        if (ending?.History.Breakage is { } breakage) section.Add($"<p>{(first == null ? breakage : WithoutAdvice(breakage))}</p>\n");
        if (first != null)
            section.Add($"<p>The likeliest cause: <a href=\"#finding-{first.Number}\">{first.Finding.Code}</a>. {first.Finding.Title}</p>\n");
        section.Add($"</div>\n<ul class=\"facts\">");
        foreach (var (name, value) in Facts(record, ending)) section.Add($"<li><b>{value}</b><span>{name}</span></li>");
        return section.Add($"</ul>\n");
    }

    private static (string Tone, string Words) Verdict(FitRecord record, IReadOnlyList<NumberedFinding> findings, Ending? ending)
    {
        int epoch = record.Step.Epoch, last = epoch - record.EpochEnds.Count + record.Trainer.Options.Epochs - (record.EpochEnds.ContainsKey(epoch) ? 0 : 1);
        if (ending == null) return ("", $"Training: epoch {epoch} of {last}, step {Number.Count(record.Step.Step)}{Left(record)}.");
        var history = ending.History;
        if (history.Breakage != null && history.Epochs.Count == 0 && record.Step.Step == record.FirstStep) return ("bad", "Training did not begin.");
        if (history.Breakage != null)
            return ("bad", history.StopReason == StopReason.Completed ? "Training broke, but continued to the end with meaningless numbers."
                : "Training broke.");
        string end = history.StopReason switch
        {
            StopReason.Completed => "Training is complete",
            StopReason.StoppedEarly => "Training stopped early",
            StopReason.Canceled => "Training was canceled",
            _ => "Training broke",
        };
        int faults = findings.Count(finding => finding.Finding.Severity > Severity.Info);
        return faults == 0 ? ("good", $"{end}, and no check found anything wrong.")
            : ("warn", $"{end}. {(faults == 1 ? "One finding" : $"{faults} findings")} to look at.");
    }

    /// <summary>Without its last sentence, which is for those who have no finding: a finding knows the cause.</summary>
    private static string WithoutAdvice(string breakage) => breakage.IndexOf(" Look for ", StringComparison.Ordinal) is > 0 and var end ? breakage[..end]
        : breakage;

    private static string Left(FitRecord record) => record.Left is { } left ? $", about {Number.Time(left)} left" : "";

    private static IEnumerable<(string, string)> Facts(FitRecord record, Ending? ending)
    {
        if (ending?.Answers is { } answers)
        {
            if (answers.Evaluation.Accuracy is { } accuracy) yield return ($"accuracy, {answers.Of}", Number.Percent(accuracy));
            yield return ($"loss, {answers.Of}", Number.Text(answers.Evaluation.Loss));
        }
        else if (double.IsFinite(record.Loss.Last)) yield return ("loss of the last step", Number.Text(record.Loss.Last));
        if (ending?.History.BestEpoch is > 0 and var best) yield return ("best epoch", $"{best} of {ending.History.Epochs[^1].Epoch}");
        yield return ("steps", Number.Count(record.Step.Step - record.FirstStep));
        yield return ("time", Number.Time(record.Elapsed));
        double seconds = record.Elapsed.TotalSeconds, epochs = (double)(record.Step.Step - record.FirstStep) / Math.Max(1, record.Step.StepsPerEpoch);
        if (seconds > 0 && epochs > 0) yield return ("samples per second", Number.Count((long)(epochs * record.Data.Count / seconds)));
    }
}
