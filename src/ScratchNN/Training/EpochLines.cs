using System.Globalization;
using System.Text;

namespace ScratchNN;

/// <summary>Epochs as lines of text: a column for each loss and metric, as far as a line has room.</summary>
internal sealed class EpochLines
{
    private const int MostWidth = 120, Narrowest = 11, Seconds = 9;
    private const string Validation = "val. ", FourDecimals = "0.0000";

    private readonly List<string> _metrics = [], _others = [];
    private readonly bool _hasAccuracy, _isValidated;

    public EpochLines(List<EpochResult> epochs)
    {
        foreach (var epoch in epochs)
        {
            _hasAccuracy |= epoch.Accuracy != null;
            _isValidated |= epoch.Validation != null;
        }
        foreach (var epoch in epochs)
        {
            AddMetrics(epoch.Training);
            AddMetrics(epoch.Validation);
        }
        Header = Line(null);
    }

    /// <summary>The titles.</summary>
    public string Header { get; }

    /// <summary>The metrics for which there is no room.</summary>
    public IReadOnlyList<string> Others => _others;

    /// <summary>The numbers of an epoch; the titles for null.</summary>
    public string Line(EpochResult? epoch)
    {
        var line = new StringBuilder();
        void Cell(int width, string title, string number) => line.Append((epoch == null ? title : number).PadLeft(width));
        Cell(5, "epoch", epoch?.Epoch.ToString(CultureInfo.InvariantCulture) ?? "");
        Cell(11, "loss", Text(epoch?.Loss));
        if (_hasAccuracy) Cell(10, "accuracy", Share(epoch?.Accuracy));
        if (_isValidated) Cell(12, "val. loss", Text(epoch?.ValidationLoss));
        if (_isValidated && _hasAccuracy) Cell(14, "val. accuracy", Share(epoch?.ValidationAccuracy));
        foreach (string metric in _metrics)
        {
            Cell(Width(metric), metric, Text(Value(epoch?.Training, metric)));
            if (_isValidated) Cell(Width(Validation + metric), Validation + metric, Text(Value(epoch?.Validation, metric)));
        }
        Cell(Seconds, "seconds", epoch == null ? "" : NumberFormat.Seconds(epoch.Duration.TotalSeconds));
        return line.ToString();
    }

    /// <summary>Adds those that are new, while a line has room; accuracy has a column.</summary>
    private void AddMetrics(Evaluation? evaluation)
    {
        foreach (string metric in evaluation?.Metrics.Keys ?? [])
        {
            if (metric == Metric.Accuracy.Name || _metrics.Contains(metric) || _others.Contains(metric)) continue;
            _metrics.Add(metric);
            if (_others.Count == 0 && Line(null).Length <= MostWidth) continue;
            _metrics.RemoveAt(_metrics.Count - 1);
            _others.Add(metric);
        }
    }

    private static int Width(string title) => Math.Max(Narrowest, title.Length + 2);

    private static double? Value(Evaluation? evaluation, string metric) => evaluation?.Metrics.TryGetValue(metric, out double value) == true ? value : null;

    private static string Share(double? share) => share?.ToString(FourDecimals, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Four decimals, so that points stand in line, where these say enough.</summary>
    private static string Text(double? number) => number is not { } value ? ""
        : Math.Abs(value) is 0 or (>= 1e-3 and < 1e5) ? value.ToString(FourDecimals, CultureInfo.InvariantCulture) : NumberFormat.Text(value);
}
