using ScratchNN;

namespace Doctor;

/// <summary>A callback that does something once, after a step.</summary>
internal sealed class AtStep(int step, Action act) : Callback
{
    private bool _isDone;

    public override void OnStepEnd(in CallbackPass pass)
    {
        if (_isDone || pass.Step.Step < step) return;
        _isDone = true;
        act();
    }
}
