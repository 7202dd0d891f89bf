namespace ScratchNN;

/// <summary>Where a layer's gradient is furthest from the slope that was measured.</summary>
/// <param name="MaxRelativeError">
/// The largest difference between gradient and slope, relative to the largest entry of that tensor's gradient. A right gradient gives some 1e-4 or
/// less, one that is wrong by 1 % some 5e-3: above 1e-3 look for a missing transpose, factor or 1/N. Where gradients are hundreds of times smaller than the
/// outputs, the rounding of these hides an error of 1 %: for the check leave out a constant that is added to them.
/// </param>
/// <param name="Tensor"><c>input</c>, or the name of a parameter.</param>
/// <param name="Index">The entry in it, counted row-major.</param>
public readonly record struct GradientCheckResult(double MaxRelativeError, string Tensor, int Index)
{
    /// <summary>The error and where it is.</summary>
    public override string ToString() => $"largest relative error {NumberFormat.Text(MaxRelativeError)}, at {Tensor}[{Index}]";
}
