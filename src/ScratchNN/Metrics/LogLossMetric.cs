using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The cross-entropy of probabilities.</summary>
/// <remarks>
/// <code>
/// classes: −Σ w·Σⱼ tⱼ·ln(pⱼ / Σₖ pₖ) / Σ w      answers: −Σ w·Σⱼ (tⱼ·ln pⱼ + (1 − tⱼ)·ln(1 − pⱼ)) / (K·Σ w)
///
/// p clipped to ε … 1 − ε, ε = 2⁻²³, the distance from 1 to the next float      NaN where Σ w = 0, or a p of a weighted sample is outside 0 … 1
/// </code>
/// scikit-learn's log_loss of floats.
/// </remarks>
internal sealed class LogLossMetric() : SumMetric("log loss")
{
    private const double Epsilon = 1.0 / (1 << 23);

    public override bool HigherIsBetter => false;

    public override int SumsOf(OutputKind meaning, int outputs) => 2;

    public override void Add(in MetricPass pass, Span<double> sums)
    {
        for (int row = 0; row < pass.Count; row++)
        {
            double weight = pass.Weight(row);
            if (weight == 0) continue;
            sums[0] += weight;
            sums[1] += weight * (pass.Meaning == OutputKind.YesNo ? OfAnswers(pass, row) : OfClasses(pass, row));
        }
    }

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning) => sums[1] / sums[0];

    internal override void RequireMeaning(OutputKind meaning, int outputs) => RequireScores(meaning, outputs);

    protected override void RequireValues(in MetricPass pass)
    {
        pass.RequireLabels();
        for (int i = 0; i < pass.Outputs.Length; i++)
        {
            if (pass.Outputs[i] is < 0 or > 1)
                throw new ArgumentException(
                    $"An output of sample {i / pass.OutputsPerSample} is {NumberFormat.Text(pass.Outputs[i])}: log loss takes probabilities, 0 to 1. "
                        + "Model.PredictProbabilities gives them.");
        }
    }

    private static double OfClasses(in MetricPass pass, int row)
    {
        var outputs = pass.Outputs.Slice(row * pass.OutputsPerSample, pass.OutputsPerSample);
        double sum = 0, loss = 0;
        foreach (float p in outputs) sum += Clipped(p);
        for (int j = 0; j < outputs.Length; j++)
            if (pass.Target(row, j) is not 0 and var target) loss -= target * Log(Clipped(outputs[j]) / sum);
        return loss;
    }

    private static double OfAnswers(in MetricPass pass, int row)
    {
        double loss = 0;
        for (int j = 0; j < pass.OutputsPerSample; j++)
        {
            double p = Clipped(pass.Outputs[(row * pass.OutputsPerSample) + j]), target = pass.Target(row, j);
            if (target != 0) loss -= target * Log(p);
            if (target != 1) loss -= (1 - target) * Log(1 - p);
        }
        return loss / pass.OutputsPerSample;
    }

    private static double Clipped(float p) => p is >= 0 and <= 1 ? Math.Clamp(p, Epsilon, 1 - Epsilon) : double.NaN;

    private static double Log(double p) => Exponential.Log((float)p);
}
