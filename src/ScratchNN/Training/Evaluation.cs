namespace ScratchNN;

/// <summary>How a model does on data.</summary>
public sealed record Evaluation
{
    /// <summary>The mean loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of samples with the right class, 0 to 1; null where the outputs are numbers.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The number of samples.</summary>
    public required int Count { get; init; }

    /// <summary>What sums over samples tell.</summary>
    internal static Evaluation Of(BatchResult result, bool hasAccuracy) => new() { Loss = result.Loss, Accuracy = hasAccuracy ? result.Accuracy : null, Count = result.Count };

    /// <summary>The numbers in one line.</summary>
    public override string ToString() => $"{NumberFormat.Scores(Loss, Accuracy)}, {Count} {(Count == 1 ? "sample" : "samples")}";
}
