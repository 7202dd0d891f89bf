namespace ScratchNN;

/// <summary>SNN002: rows of targets that are not probabilities, because they do not sum to 1.</summary>
/// <remarks>
/// The sum of a row is the weight of its sample in loss and gradient, so other sums than 1 may be meant: a finding are those whose mean is far from 1, and
/// those of 0.
/// </remarks>
internal sealed class TargetSums() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const double Low = 0.5, High = 2, LeastShare = 0.01;

    public override void Examine(in CheckPass pass)
    {
        int rows = pass.Rows.Length, columns = pass.Targets.Length / rows, zeros = 0;
        if (pass.Loss.Meaning != OutputKind.OneClass || columns < 2) return;
        double smallest = double.PositiveInfinity, largest = 0, mean = 0;
        for (int row = 0; row < rows; row++)
        {
            double sum = 0;
            foreach (float target in pass.Targets.Slice(row * columns, columns)) sum += target;
            if (!double.IsFinite(sum)) return; // not this rule's business
            (smallest, largest, mean) = (Math.Min(smallest, sum), Math.Max(largest, sum), mean + (sum / rows));
            if (sum == 0) zeros++;
        }
        if (Several(pass.Targets, columns) is var several && several >= LeastShare * rows)
        {
            Report(
                pass, Severity.Warning, $"{several} of {rows} samples have several classes at once, and {pass.Loss} chooses one: its probabilities sum to 1.",
                "If several may be true, set Loss = new BinaryCrossEntropy() and end the model without Softmax: it answers yes or no for each. "
                    + "If one is true, check how y is filled.", zeros, mean);
            return;
        }
        string sums = smallest == largest ? NumberFormat.Text(mean)
            : $"{NumberFormat.Text(smallest)} to {NumberFormat.Text(largest)}, {NumberFormat.Text(mean)} on average";
        if (mean is < Low or > High)
            Report(
                pass, Severity.Warning, $"The {columns} targets of a sample sum to {sums}; those of {pass.Loss} are probabilities, which sum to 1.",
                mean == 0 ? "Nothing can be learned from zeros: check how y is filled."
                    : "The sum of a row acts as its weight, so loss and gradient are too large or too small by that factor. "
                        + "Divide each row of y by its sum; for targets that are not probabilities use MeanSquaredError.",
                zeros, mean);
        else if (zeros > 0)
            Report(pass, Severity.Info, $"The targets of {zeros} of {rows} samples are all 0.",
                "Nothing is learned from these samples. If this is not intended, check how y is filled.", zeros, mean);
    }

    /// <summary>The rows of zeros and ones that hold more than one 1; none, where there are other numbers.</summary>
    private static int Several(ReadOnlySpan<float> targets, int columns)
    {
        if (targets.IndexOfAnyExcept(0, 1) >= 0) return 0;
        int several = 0;
        for (int at = 0; at < targets.Length; at += columns)
            if (targets.Slice(at, columns).Count(1) > 1) several++;
        return several;
    }

    private void Report(in CheckPass pass, Severity severity, string title, string advice, int zeros, double mean) => pass.Report(new Finding
    {
        Code = Code,
        Severity = severity,
        Title = title,
        Advice = advice,
        Tensor = "y",
        Evidence = new Dictionary<string, double> { ["mean sum"] = mean, ["rows of zeros"] = zeros, ["samples"] = pass.Rows.Length },
    });
}
