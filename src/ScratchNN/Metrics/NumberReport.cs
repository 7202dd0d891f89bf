using System.Globalization;

namespace ScratchNN;

/// <summary>The errors of each output, and the largest residuals.</summary>
/// <param name="outputs">How many there are.</param><param name="names">Their names, or null.</param>
internal sealed class NumberReport(int outputs, IReadOnlyList<string>? names) : EvaluationReport
{
    private const int MostResiduals = 5, MostShown = 40;
    private readonly double[] _absolute = new double[Absolute.SumsOf(OutputKind.Numbers, outputs)],
        _squared = new double[Squared.SumsOf(OutputKind.Numbers, outputs)], _r2 = new double[R2.SumsOf(OutputKind.Numbers, outputs)];
    private readonly List<(double Size, int Row, int Output, double Actual, double Predicted)> _largest = [];
    private readonly double[] _moments = new double[5 * outputs]; // of actual and predicted: Σa, Σp, Σa², Σp², Σa·p
    private int _rows;

    private static AbsoluteErrorMetric Absolute { get; } = (AbsoluteErrorMetric)Metric.MeanAbsoluteError;
    private static RootSquaredErrorMetric Squared { get; } = (RootSquaredErrorMetric)Metric.RootMeanSquaredError;
    private static R2Metric R2 { get; } = (R2Metric)Metric.R2;

    public override void Add(in MetricPass pass)
    {
        Absolute.Add(pass, _absolute);
        Squared.Add(pass, _squared);
        R2.Add(pass, _r2);
        for (int i = 0; i < pass.Outputs.Length; i++)
        {
            Look(pass, i / outputs, i % outputs);
            double actual = pass.Target(i / outputs, i % outputs), predicted = pass.Outputs[i];
            var moments = _moments.AsSpan(i % outputs * 5, 5);
            (moments[0], moments[1], moments[2], moments[3], moments[4]) =
                (moments[0] + actual, moments[1] + predicted, moments[2] + (actual * actual), moments[3] + (predicted * predicted), moments[4]
                    + (actual * predicted));
        }
        _rows += pass.Count;
    }

    /// <summary>The first output whose targets follow the predictions without being near them: a = factor·p + offset. Null if there is none.</summary>
    /// <param name="fewest">Rows that it takes.</param>
    /// <param name="correlation">The least correlation.</param>
    /// <param name="fit">The R² below which they are not near.</param>
    public (int Output, double Correlation, double Factor, double Offset)? Follows(int fewest, double correlation, double fit)
    {
        for (int output = 0; output < outputs && _rows >= fewest; output++)
        {
            var sums = _moments.AsSpan(output * 5, 5);
            double n = _rows, actual = sums[2] - (sums[0] * sums[0] / n), predicted = sums[3] - (sums[1] * sums[1] / n), together = sums[4]
                - (sums[0] * sums[1] / n);
            double follows = together / Math.Sqrt(actual * predicted), near = 1 - ((sums[2] - (2 * sums[4]) + sums[3]) / actual);
            if (follows >= correlation && near < fit) return (output, follows, together / predicted, (sums[0] - (together / predicted * sums[1])) / n);
        }
        return null;
    }

    public override string ToString()
    {
        var table = new TextTable(["output", "MAE", "RMSE", "R2"]);
        for (int i = 0; i < Math.Min(outputs, MostShown); i++)
            table.Add([Name(names, i), Text(Absolute.OfOutput(_absolute, i)), Text(Squared.OfOutput(_squared, i)), Text(R2Metric.OfOutput(_r2, i))]);
        if (outputs > MostShown) table.Add([string.Create(CultureInfo.InvariantCulture, $"… ({outputs - MostShown} more)"), "", "", ""]);
        if (outputs > 1)
            table.Add(
                ["mean", Text(Absolute.Result(_absolute, OutputKind.Numbers)), Text(Squared.Result(_squared, OutputKind.Numbers)),
                    Text(R2.Result(_r2, OutputKind.Numbers))]);
        if (_largest.Count == 0) return table.ToString();
        var residuals = new TextTable(outputs > 1 ? ["row", "output", "actual", "predicted", "residual"] : ["row", "actual", "predicted", "residual"]);
        foreach (var (_, row, output, actual, predicted) in _largest)
        {
            string[] numbers = [Text(actual), Text(predicted), Text(actual - predicted)];
            string number = row.ToString(CultureInfo.InvariantCulture);
            residuals.Add(outputs > 1 ? [number, Name(names, output), .. numbers] : [number, .. numbers]);
        }
        return $"{table}{Environment.NewLine}The largest residuals:{Environment.NewLine}{residuals}";
    }

    /// <summary>Keeps a residual that is among the largest so far, the earlier of equals first.</summary>
    private void Look(in MetricPass pass, int row, int output)
    {
        double actual = pass.Target(row, output), predicted = pass.Outputs[(row * outputs) + output], size = Math.Abs(actual - predicted);
        if (!(size > (_largest.Count < MostResiduals ? 0 : _largest[^1].Size)) || pass.Weight(row) == 0) return;
        int place = _largest.Count;
        while (place > 0 && _largest[place - 1].Size < size) place--;
        _largest.Insert(place, (size, _rows + row, output, actual, predicted));
        if (_largest.Count > MostResiduals) _largest.RemoveAt(MostResiduals);
    }

    private static string Text(double value) => NumberFormat.Text(value);
}
