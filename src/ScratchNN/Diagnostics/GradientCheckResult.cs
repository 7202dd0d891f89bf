namespace ScratchNN.Diagnostics;

/// <summary>Where a gradient is furthest from the slope that was measured.</summary>
public sealed record GradientCheckResult
{
    private const double LargestRightError = 1e-3; // a gradient that is wrong by 1 % measures about 5e-3

    /// <summary>
    /// The largest difference between gradient and slope, relative to the largest entry of that tensor's gradient; infinite where an entry was not assigned.
    /// A right gradient gives about 1e-4 or less, one that is wrong by 1 % about 5e-3. Where gradients are hundreds of times smaller than the outputs,
    /// rounding hides an error of 1 %: for the check, leave out a constant that is added to the outputs.
    /// </summary>
    public required double MaxRelativeError { get; init; }

    /// <summary><c>input</c>, <c>output</c> of a loss, or the name of a parameter.</summary>
    public required string Tensor { get; init; }

    /// <summary>The entry in it, counted row-major.</summary>
    public required int Index { get; init; }

    /// <summary>Whether the error is at most 1e-3. If it is not, look for a missing transpose, factor or 1/N.</summary>
    public bool IsRight => MaxRelativeError <= LargestRightError;

    /// <summary>The error and its place.</summary>
    public override string ToString() => $"largest relative error {NumberFormat.Text(MaxRelativeError)}, at {Tensor}[{Index}]";
}
