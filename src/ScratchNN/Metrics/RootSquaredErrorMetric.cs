namespace ScratchNN;

/// <summary>The root of the mean squared error.</summary>
/// <remarks>
/// <code>
/// √(Σ w·(y − t)² / Σ w)      for each output; then their mean, as scikit-learn does
///
/// NaN where Σ w = 0
/// </code>
/// </remarks>
internal sealed class RootSquaredErrorMetric() : OutputErrorMetric("RMSE")
{
    public override double OfOutput(ReadOnlySpan<double> sums, int output) => Math.Sqrt(base.OfOutput(sums, output));

    protected override double Size(double error) => error * error;
}
