namespace ScratchNN;

/// <summary>The optimizer's learning rate times a number, throughout.</summary>
internal sealed class ScaledSchedule(double factor) : LearningRateSchedule
{
    public override double Factor(in SchedulePass pass) => factor;
}
