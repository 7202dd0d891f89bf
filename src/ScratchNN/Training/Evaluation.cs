namespace ScratchNN;

/// <summary>How a model does on data.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share of samples whose largest output is the right class, 0 to 1; null where there are no classes.</param>
/// <param name="Count">The number of samples.</param>
public readonly record struct Evaluation(double Loss, double? Accuracy, int Count)
{
    /// <summary>The numbers in one line.</summary>
    public override string ToString() => $"{NumberFormat.Scores(Loss, Accuracy)}, {Count} {(Count == 1 ? "sample" : "samples")}";
}
