using ScratchNN;

namespace Doctor;

/// <summary>A callback that does something once, after a step.</summary>
internal sealed class AtStep(int step, Action act) : IProgress<TrainingProgress>
{
    private bool _isDone;

    public void Report(TrainingProgress value)
    {
        if (_isDone || value.Step < step) return;
        _isDone = true;
        act();
    }
}
