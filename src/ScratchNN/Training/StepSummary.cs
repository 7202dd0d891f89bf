namespace ScratchNN.Diagnostics;

/// <summary>The results of a step at <see cref="CheckMoment.StepEnd"/>.</summary>
public readonly record struct StepSummary
{
    /// <summary>The number of the step.</summary>
    public required long Step { get; init; }

    /// <summary>The mean loss of the steps since the summary before.</summary>
    public required double Loss { get; init; }

    /// <summary>
    /// The largest magnitude among the logits of the step's last micro-batch: the input of a last layer without parameters, else the output. NaN if one of them
    /// is NaN.
    /// </summary>
    public required float LargestLogit { get; init; }

    /// <summary>The three numbers.</summary>
    public override string ToString() => $"step {Step}: loss {NumberFormat.Text(Loss)}, largest logit {NumberFormat.Text(LargestLogit)}";
}
