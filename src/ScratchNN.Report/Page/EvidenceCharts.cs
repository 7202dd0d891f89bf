namespace ScratchNN.Reporting;

/// <summary>The evidence of a finding as a picture. It goes by the names of its numbers, not by codes, so a check of your own gets one, too.</summary>
internal static class EvidenceCharts
{
    private const double ExpOverflows = 88.72; // in float32

    /// <param name="record">What was seen.</param>
    /// <param name="numbered">The finding.</param>
    /// <param name="all">All findings: those that struck elsewhere on the curve are marked, too.</param>
    public static Markup Of(FitRecord record, NumberedFinding numbered, IReadOnlyList<NumberedFinding> all)
    {
        var finding = numbered.Finding;
        bool Has(string name) => finding.Evidence.ContainsKey(name);
        bool overflows = finding.Evidence.TryGetValue("largest input", out double input) && input > ExpOverflows;
        var charts = new Markup();
        if (Has("largest logit") || overflows)
            charts.Add(
                Logits(record,
                    [.. all.Where(other => other.Finding.Severity > Severity.Info).Select(other => other.Mark with { IsSubject = other == numbered })]));
        if (finding.Step != null && Has("value") && Has("index") && record.Broken.Count > 0) charts.Add(Broken(record));
        if (Has("share of predictions") && record.Predictions is { } predictions) charts.Add(Predictions(record, predictions));
        bool areDead = finding.Evidence.TryGetValue("dead", out double dead) && dead > 0;
        if (areDead && record.Layers.Find(layer => layer.Name == finding.Layer) is { Ranges.Length: > 0 } layer)
            charts.Add(UnitGrid.Draw(layer.Name, layer.Ranges));
        if (areDead || Has("saturated")) charts.Add(LayersSection.Zeros(record, [numbered.Mark]));
        if (Has("norm")) charts.Add(LayersSection.Gradients(record, [numbered.Mark]));
        if (Has("step relative to weights")) charts.Add(LayersSection.Moves(record, [numbered.Mark]));
        if (Has("learning rate") && charts.IsEmpty) charts.Add(CurvesSection.LearningRate(record, [numbered.Mark]));
        if (Has("loss") || Has("validation loss")) charts.Add(CurvesSection.Loss(record, [numbered.Mark], withBaseline: true));
        if (Has("largest class") && record.Labels.Length > 0) charts.Add(DataSection.Labels(record));
        return charts;
    }

    public static Markup Predictions(FitRecord record, ShareSeries predictions) =>
        new HeatMap("What it answers", [.. Enumerable.Range(0, predictions.Classes).Select(label => ClassName.Of(record, label))], predictions.Columns).Draw();

    private static Markup Logits(FitRecord record, IReadOnlyList<Mark> marks) =>
        new LineChart("The largest logit", "largest |logit|", [new Line("largest logit", record.LargestLogit.Points)])
        {
            Marks = marks,
            Span = record.Span,
            Limits = [new Limit(ExpOverflows, "88.72: exp overflows float32")],
            FromZero = true,
        }.Draw();

    private static Markup Broken(FitRecord record) => new BarChart(
        "The batch that broke, layer by layer", "largest output that is finite",
        [.. record.Broken.Select(layer =>
            (layer.Name, layer.NotFinite > 0 ? double.NaN : layer.Largest, layer.NotFinite > 0 ? $"{Number.Count(layer.NotFinite)} not finite"
                : Number.Text(layer.Largest)))])
    {
        IsLogarithmic = true,
    }.Draw();
}
