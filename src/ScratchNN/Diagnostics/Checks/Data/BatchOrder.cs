namespace ScratchNN;

/// <summary>SNN002: rows that are not shuffled, so that the targets of a batch are alike.</summary>
/// <remarks>
/// Where the order tells nothing, the means of batches of n vary by 1/n of what the targets vary. Labels in order are for <see cref="ClassBalance"/>.
/// </remarks>
internal sealed class BatchOrder() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestBatches = 4, MostBatches = 256;
    private const double Much = 0.4; // of the variance

    public override void Examine(in CheckPass pass)
    {
        var data = pass.Source;
        int batch = pass.Options.BatchSize, batches = Math.Min(pass.TrainingRows.Length / batch, MostBatches);
        if (pass.Options.Shuffle.IsOn || data.IsOnDemand || batch < 2 || batches < FewestBatches || pass.Meaning != OutputKind.Numbers
            || data.TargetRows.Count == 0) return;
        double sum = 0, squares = 0, ofMeans = 0;
        for (int i = 0; i < batches; i++)
        {
            double mean = 0;
            foreach (int row in pass.TrainingRows.Slice(i * batch, batch))
            {
                double target = data.TargetRows[row][0];
                (mean, squares) = (mean + (target / batch), squares + (target * target));
            }
            (sum, ofMeans) = (sum + (mean * batch), ofMeans + (mean * mean * batch));
        }
        double n = (double)batches * batch, share = (ofMeans - (sum * sum / n)) / (squares - (sum * sum / n));
        if (!(share > Much)) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"The targets are in order and not shuffled: those of a batch of {batch} rows are alike ({NumberFormat.Percent(share)} of their variance "
                + "lies between the batches), so each step unlearns the one before.",
            Advice = "Set Shuffle = true, or shuffle the rows once.",
            Tensor = "y",
            Evidence = new Dictionary<string, double> { ["batch size"] = batch, ["between batches"] = share },
        });
    }
}
