namespace ScratchNN;

/// <summary>The optimizer's learning rate throughout. The default.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(in SchedulePass pass) => 1;
}
