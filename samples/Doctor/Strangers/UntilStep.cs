using ScratchNN;

namespace Doctor;

/// <summary>A line down to 0 at a step, and 0 from there on.</summary>
internal sealed class UntilStep(int step) : LearningRateSchedule
{
    public override double Factor(in SchedulePass pass) => Math.Max(0, 1 - ((double)pass.Step / step));

    public override string ToString() => $"UntilStep({step})";
}
