namespace ScratchNN;

/// <summary>The mean absolute error.</summary>
/// <remarks>
/// <code>
/// Σ w·Σⱼ |yⱼ − tⱼ| / (K·Σ w)      NaN where Σ w = 0
/// </code>
/// </remarks>
internal sealed class AbsoluteErrorMetric() : OutputErrorMetric("MAE")
{
    protected override double Size(double error) => Math.Abs(error);
}
