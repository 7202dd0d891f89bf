using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN015: steps too small or too large for the weights they change, where the loss does not fall.</summary>
internal sealed class StepSize() : Check("SNN015", CheckMoment.StepEnd)
{
    private const double Small = 1e-5, Large = 5e-2, Usual = 1e-3;
    private const double Close = 0.01;

    public override void Examine(in CheckPass pass)
    {
        if (pass.StepsSinceBefore != 1 || pass.IsLearning || pass.LearningRate == 0) return; // of a schedule: RateAtZero tells
        // answers that are all one leave no gradient: that is not a matter of the rate
        if (pass.Findings.Any(finding => finding.Code == "SNN012" && finding.Evidence.ContainsKey("answer"))) return;
        Span<double> steps = stackalloc double[64];
        int count = 0, still = 0;
        double squares = 0;
        foreach (var layer in pass.Layers)
        {
            if (layer.Parameters.IsEmpty || layer.IsFrozen || count == steps.Length) continue;
            double gradient = Sums.OfSquares(layer.Gradient), size = 0, change = 0;
            squares += gradient;
            if (gradient == 0) still++;
            foreach (var place in new ParameterLayout(layer.Layer.Parameters(layer.InputShape)).Places)
                for (int i = place.Offset; place.Info.IsTrained && i < place.End; i++)
                {
                    size += (double)layer.Parameters[i] * layer.Parameters[i];
                    double difference = (double)layer.Parameters[i] - layer.Before[i];
                    change += difference * difference;
                }
            if (size > 0) steps[count++] = Math.Sqrt(change / size);
        }
        if (count == 0) return;
        steps[..count].Sort();
        double median = steps[count / 2];
        if (median is >= Small and <= Large) return;
        bool isSmall = median < Small;
        // of what too large steps have left, no gradient comes through
        if (isSmall && pass.Findings.Any(finding => finding is { BlamesLargeSteps: true } or { Code: "SNN011" })) return;
        bool isClipped = isSmall && pass.Options.ClipNorm is { } limit && Math.Abs(Math.Sqrt(squares) - limit) < Close * limit;
        double factor = isSmall ? Usual / median : median / Usual;
        var evidence = new Dictionary<string, double> { ["step relative to weights"] = median, ["learning rate"] = pass.LearningRate };
        string usual = $"About 0.001 is usual: {(isSmall ? "multiply" : "divide")} the learning rate ({NumberFormat.Text(pass.LearningRate)}) by "
            + $"{NumberFormat.Text(Math.Min(factor, 1e4))}.";
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"A step changes the weights by {NumberFormat.Text(median)} of their size, the median of {count} layers, and the loss does not fall.",
            Advice = isClipped ? $"ClipNorm ({NumberFormat.Text(pass.Options.ClipNorm!.Value)}) makes each gradient that short. Set it to 1, or leave it out."
                : median == 0
                    ? 2 * still > count ? "Nothing moves: the gradient is zero, which no learning rate changes. See the other findings."
                    : "Nothing moves: the gradient is so small that adding it changes nothing. See the other findings, then raise the learning rate."
                : isSmall ? usual : Momentum.Or(pass.Options, usual, evidence),
            Evidence = evidence,
        });
    }
}
