namespace ScratchNN.Reporting;

/// <summary>Loss, metrics, learning rate and answers over the steps, with the best epoch and the findings where they struck.</summary>
internal static class CurvesSection
{
    public static Markup Write(FitRecord record, IReadOnlyList<NumberedFinding> findings, Ending? ending)
    {
        if (record.Loss.IsEmpty) return new Markup();
        IReadOnlyList<Mark> marks = [.. findings.Where(finding => finding.Finding.Severity > Severity.Info).Select(finding => finding.Mark)];
        IReadOnlyList<Mark> best = ending?.History.BestEpoch is > 0 and var number && record.EpochEnds.Count > 1
            && record.EpochEnds.TryGetValue(number, out long step)
            ? [new Mark(step, "best", $"Epoch {number} is the best, by the {(record.Validation == null ? "training" : "validation")} loss")] : [];
        var charts = new Markup().Add(Loss(record, [.. marks, .. best], withBaseline: false));
        foreach (var (name, (training, validation)) in record.Scores)
            if (name != "loss")
                charts.Add(
                    new LineChart(Capital(name), name == "accuracy" ? "accuracy, 0 to 1"
                        : name, Pair(training, validation))
                    { Marks = best, Span = record.Span }.Draw());
        charts.Add(LearningRate(record, []));
        if (record.Predictions is { } predictions) charts.Add(EvidenceCharts.Predictions(record, predictions));
        return new Markup().Add($"<div class=\"charts\">\n{charts}</div>\n");
    }

    public static Markup Loss(FitRecord record, IReadOnlyList<Mark> marks, bool withBaseline)
    {
        var lines = new List<Line> { new("each step", record.Loss.Points) { HasBand = true } };
        if (record.Scores.TryGetValue("loss", out var epochs))
        {
            if (record.Step.StepsPerEpoch > 1) lines.Add(new Line("training, mean of the epoch", epochs.Training.Points));
            if (!epochs.Validation.IsEmpty) lines.Add(new Line("validation", epochs.Validation.Points));
        }
        return new LineChart("Loss", "loss", lines)
        {
            Marks = marks,
            Span = record.Span,
            Limits = withBaseline && double.IsFinite(record.BaselineLoss) ? [new Limit(record.BaselineLoss, "the best constant answer")] : [],
        }.Draw();
    }

    public static Markup LearningRate(FitRecord record, IReadOnlyList<Mark> marks) =>
        new LineChart("Learning rate", "learning rate", [new Line("learning rate", record.LearningRate.Points)])
        {
            Marks = marks, FromZero = true,
            Span = record.Span
        }.Draw();

    private static List<Line> Pair(StepSeries training, StepSeries validation)
    {
        var lines = new List<Line>();
        if (!training.IsEmpty) lines.Add(new Line("training", training.Points));
        if (!validation.IsEmpty) lines.Add(new Line("validation", validation.Points));
        return lines;
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
