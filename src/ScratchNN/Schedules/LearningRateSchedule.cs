namespace ScratchNN;

/// <summary>How the learning rate changes in the course of a Fit. Stateless: one instance may serve many Fits.</summary>
/// <remarks>
/// A Fit runs its schedule from the beginning to the end, so with a schedule, two Fits are not one longer Fit. Training may ask twice for the same step.
/// <code>
/// public sealed class InverseRoot(int warm) : LearningRateSchedule
/// {
///     public override double Factor(in SchedulePass pass) => Math.Min((pass.Step + 1.0) / warm, Math.Sqrt(warm / (pass.Step + 1.0)));
/// }
/// </code>
/// </remarks>
public abstract class LearningRateSchedule
{
    /// <summary>
    /// The metrics that it wants to see in <see cref="SchedulePass.Epochs"/>; these are computed even if the options do not list them. By default none.
    /// </summary>
    public virtual IReadOnlyList<Metric> Metrics => [];

    /// <summary>The factor on <see cref="Optimizer.LearningRate"/> for a step.</summary>
    /// <param name="pass">Which step it is, and how the epochs before it went.</param>
    /// <returns>A number of at least 0 that is finite as a float, and so is its product with the learning rate; else Fit throws an
    /// <see cref="InvalidOperationException"/>.</returns>
    public abstract double Factor(in SchedulePass pass);

    /// <summary>The schedule by its name.</summary>
    public override string ToString() => GetType().Name;
}
