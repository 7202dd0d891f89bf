namespace ScratchNN;

/// <summary>How far a learning rate comes in some 50 steps.</summary>
/// <param name="LearningRate">The rate.</param>
/// <param name="Loss">The loss on the same samples afterwards; NaN where it broke.</param>
public readonly record struct RateTrial(float LearningRate, double Loss);
