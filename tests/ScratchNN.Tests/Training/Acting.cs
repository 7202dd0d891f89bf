namespace ScratchNN.Tests;

internal delegate void CallbackAction(string moment, in CallbackPass pass);

/// <summary>A callback that acts at "begin", "step 1" (of this trainer), "epoch 1", "finding" and "end".</summary>
internal sealed class Acting : Callback
{
    public CallbackAction? Act { get; init; }
    public Action<TrainingHistory>? AtEnd { get; init; }
    public int Size { get; init; }
    public Check? Brought { get; init; }
    public Metric? Wanted { get; init; }

    public override IReadOnlyList<Check> Checks => Brought == null ? [] : [Brought];

    public override IReadOnlyList<Metric> Metrics => Wanted == null ? [] : [Wanted];

    public override int StateSize(Model model) => Size;

    public override void OnFitBegin(in CallbackPass pass) => Act?.Invoke("begin", pass);

    public override void OnStepEnd(in CallbackPass pass) => Act?.Invoke($"step {pass.Step.Step}", pass);

    public override void OnEpochEnd(in CallbackPass pass) => Act?.Invoke($"epoch {pass.Epoch.Epoch}", pass);

    public override void OnFinding(in CallbackPass pass, Finding finding) => Act?.Invoke("finding", pass);

    public override void OnFitEnd(in CallbackPass pass, TrainingHistory history)
    {
        Act?.Invoke("end", pass);
        AtEnd?.Invoke(history);
    }
}
