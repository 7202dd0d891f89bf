namespace ScratchNN;

/// <summary>How far a learning rate comes in some 50 steps.</summary>
/// <param name="LearningRate">The rate.</param>
/// <param name="Loss">The loss on the same samples afterwards; NaN where it broke.</param>
public readonly record struct RateTrial(float LearningRate, double Loss)
{
    /// <summary>The rate, and the loss or that it breaks.</summary>
    public override string ToString() => $"learning rate {NumberFormat.Text(LearningRate)}: {(double.IsFinite(Loss) ? $"loss {NumberFormat.Text(Loss)}" : "breaks")}";
}
