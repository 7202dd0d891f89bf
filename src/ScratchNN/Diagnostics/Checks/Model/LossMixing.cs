namespace ScratchNN;

/// <summary>SNN005: a loss of your own in which the rows of a batch influence each other: a mean or a sum over the batch, or the number of rows.</summary>
/// <remarks>A row's loss and gradient depend only on that row: the Trainer takes the mean over the batch, once.</remarks>
internal sealed class LossMixing() : Check("SNN005", CheckMoment.TrainingStart)
{
    private const int Changed = 3;
    private const double Close = 1e-3;

    public override void Examine(in CheckPass pass)
    {
        if (!OwnCode.Is(pass.Loss) || pass.Rows.Length < 2 * (Changed + 1)) return;
        try
        {
            var samples = new LossSamples(pass);
            if (samples.Rows > Changed) Examine(pass, samples);
        }
        catch (Exception) // of a loss that does not take what was made up
        {
        }
    }

    private void Examine(in CheckPass pass, LossSamples samples)
    {
        int half = samples.Rows / 2;
        var (losses, gradient) = samples.Compute(samples.Rows);
        var (fewerLosses, fewerGradient) = samples.Compute(half);
        if (Ratio(fewerGradient, gradient) is { } ratio && Math.Abs(ratio - 1) > Close)
        {
            bool isMean = Math.Abs(ratio - ((double)samples.Rows / half)) < Close;
            Report(
                pass, $"The gradient of a row in {pass.Loss} depends on the size of the batch: it is {NumberFormat.Text(ratio)} times as large among {half} "
                    + $"rows as among {samples.Rows}.",
                isMean ? "1/N is taken twice: the Trainer takes the mean over the batch, so leave the division by N out of Compute."
                    : "Assign each row its own gradient: the Trainer takes the mean over the batch.", "ratio", ratio);
            return;
        }
        samples.ChangeTarget(Changed);
        var (changedLosses, changedGradient) = samples.Compute(samples.Rows);
        for (int row = 0; row < samples.Rows; row++)
        {
            if (row == Changed) continue;
            int at = row * samples.Width;
            bool isLoss = OwnCode.Differing(losses.AsSpan(row, 1), changedLosses.AsSpan(row, 1)).Count > 0;
            if (!isLoss && OwnCode.Differing(gradient.AsSpan(at, samples.Width), changedGradient.AsSpan(at, samples.Width)).Count == 0) continue;
            Report(
                pass, $"The rows of a batch influence each other in {pass.Loss}: when the target of row {Changed} changed, "
                    + $"the {(isLoss ? "loss" : "gradient")} of row {row} changed too.",
                "Assign each row the loss and the gradient of that row alone: the Trainer takes the mean over the batch.", "influenced row", row);
            return;
        }
        if (Ratio(fewerLosses, losses) is { } lossRatio && Math.Abs(lossRatio - 1) > Close)
            Report(
                pass, $"The loss of a row in {pass.Loss} depends on the size of the batch: it is {NumberFormat.Text(lossRatio)} times as large among {half} "
                    + $"rows as among {samples.Rows}.",
                "Assign each row its own loss: the Trainer takes the mean over the batch.", "ratio", lossRatio);
    }

    /// <summary>By what the first numbers of the second have to be multiplied to be the first; null if they are all 0, or not finite.</summary>
    private static double? Ratio(float[] fewer, float[] all)
    {
        double products = 0, squares = 0;
        for (int i = 0; i < fewer.Length; i++)
        {
            products += (double)fewer[i] * all[i];
            squares += (double)all[i] * all[i];
        }
        return squares > 0 && double.IsFinite(products / squares) ? products / squares : null;
    }

    private void Report(in CheckPass pass, string title, string advice, string name, double value) => pass.Report(new Finding
    {
        Code = Code,
        Severity = Severity.Warning,
        Title = title,
        Advice = advice,
        Tensor = "loss",
        Evidence = new Dictionary<string, double> { [name] = value },
        RuledOut = ["rounding: a row by itself gives the same numbers in any batch"],
    });
}
