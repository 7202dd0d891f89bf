namespace ScratchNN.Diagnostics;

/// <summary>How far a learning rate comes in about 50 steps.</summary>
public sealed record RateTrial
{
    /// <summary>The rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The loss on the same samples afterwards; NaN where training broke.</summary>
    public required double Loss { get; init; }

    /// <summary>The rate, and the loss or that it breaks.</summary>
    public override string ToString() =>
        $"learning rate {NumberFormat.Text(LearningRate)}: {(double.IsFinite(Loss) ? $"loss {NumberFormat.Text(Loss)}" : "breaks")}";
}
