namespace ScratchNN;

/// <summary>A moment in the midst of which a checkpoint may be written.</summary>
internal enum CallbackMoment
{
    StepEnd,
    EpochEnd,
}
