namespace ScratchNN;

/// <summary>SNN017: one of several outputs of which nothing is learned, while others are.</summary>
internal sealed class OutputFit() : Check("SNN017", CheckMoment.EpochEnd)
{
    private const int FewestRows = 100, MostOutputs = 8; // of the many of an image some tell nothing
    private const double Well = 0.5, Nothing = 0.05; // of the variance

    public override void Examine(in CheckPass pass)
    {
        int rows = pass.Rows.Length, outputs = pass.Model.OutputShape.Size;
        if (pass.Epochs.Count < pass.Options.Epochs || pass.Meaning != OutputKind.Numbers || outputs is < 2 or > MostOutputs || rows < FewestRows
            || pass.Targets.Length != rows * outputs) return;
        int worst = -1, best = -1;
        double[] fit = new double[outputs], deviation = new double[outputs];
        for (int i = 0; i < outputs; i++)
        {
            (fit[i], deviation[i]) = Fit(pass, i, outputs, rows);
            if (double.IsNaN(fit[i])) continue; // constant targets
            if (worst < 0 || fit[i] < fit[worst]) worst = i;
            if (best < 0 || fit[i] > fit[best]) best = i;
        }
        if (worst < 0 || !(fit[worst] < Nothing && fit[best] > Well)) return;
        bool isSmall = !pass.Standardizes && deviation[worst] < 0.1 * deviation[best];
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"Nothing is learned for output {worst}: it explains {NumberFormat.Percent(Math.Max(0, fit[worst]))} of the variance of its targets, "
                + $"and output {best} explains {NumberFormat.Percent(fit[best])}.",
            Advice = isSmall ? $"Its targets have a deviation of {NumberFormat.Text(deviation[worst])}, those of output {best} have "
                + $"{NumberFormat.Text(deviation[best])}, and {pass.Loss} adds them as they are: divide each column of y by its deviation."
                : "Perhaps x says nothing about it: train a model on this output alone, and check that its rows and columns are right.",
            Tensor = $"output[{worst}]",
            Evidence = new Dictionary<string, double> { ["output"] = worst, ["explained"] = fit[worst], ["explained of the best"] = fit[best] },
        });
    }

    private static (double Explained, double Deviation) Fit(in CheckPass pass, int output, int outputs, int rows)
    {
        double mean = 0, squares = 0, errors = 0;
        for (int at = output; at < pass.Targets.Length; at += outputs) mean += pass.Targets[at] / (double)rows;
        for (int at = output; at < pass.Targets.Length; at += outputs)
        {
            squares += (pass.Targets[at] - mean) * (pass.Targets[at] - mean);
            errors += ((double)pass.Outputs[at] - pass.Targets[at]) * ((double)pass.Outputs[at] - pass.Targets[at]);
        }
        return (squares > 0 ? 1 - (errors / squares) : double.NaN, Math.Sqrt(squares / rows));
    }
}
