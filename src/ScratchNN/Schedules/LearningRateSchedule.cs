namespace ScratchNN;

/// <summary>How the learning rate changes in the course of a Fit.</summary>
/// <remarks>A Fit runs its schedule from the beginning to the end, so with one, two Fits are not one longer Fit.</remarks>
public abstract class LearningRateSchedule
{
    /// <summary>The factor on <see cref="Optimizer.LearningRate"/> for a step.</summary>
    /// <param name="progress">The share of the steps that are done: 0 at the first step, 1 − 1/steps at the last.</param>
    /// <returns>A finite number, at least 0.</returns>
    public abstract double Factor(double progress);

    /// <summary>The schedule by its name.</summary>
    public override string ToString() => GetType().Name;
}
