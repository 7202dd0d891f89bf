namespace ScratchNN;

/// <summary>What was seen at a <see cref="CheckMoment.StepEnd"/>.</summary>
/// <param name="Step">The number of the step after which it was.</param>
/// <param name="Loss">The mean loss of the steps since the look before.</param>
/// <param name="LargestLogit">
/// The largest magnitude among the logits of the step's last micro-batch: the input of a last layer without parameters, else the output. NaN as soon as one is.
/// </param>
public readonly record struct StepSummary(long Step, double Loss, float LargestLogit)
{
    /// <summary>The three numbers.</summary>
    public override string ToString() => $"step {Step}: loss {NumberFormat.Text(Loss)}, largest logit {NumberFormat.Text(LargestLogit)}";
}
