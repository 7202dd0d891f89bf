namespace ScratchNN;

/// <summary>A moment in the middle of which a checkpoint may be written.</summary>
internal enum CallbackMoment
{
    StepEnd,
    EpochEnd,
}
