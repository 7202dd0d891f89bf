namespace ScratchNN.Tests;

/// <summary>Hears of every step and every epoch in time, on the training thread.</summary>
internal sealed class Reporter(Action<Told> report) : Callback
{
    public override void OnStepEnd(in CallbackPass pass) => report(new Told(pass.Step, null));

    public override void OnEpochEnd(in CallbackPass pass) => report(new Told(pass.Step, pass.Epoch));
}

/// <summary>A step; after an epoch, its last one, and the epoch's result.</summary>
internal readonly record struct Told(StepResult Last, EpochResult? Completed)
{
    public int Epoch => Last.Epoch;
    public long Step => Last.Step;
    public int StepInEpoch => Last.StepInEpoch;
    public int StepsPerEpoch => Last.StepsPerEpoch;
    public double Loss => Completed?.Loss ?? Last.Loss;
    public double? Accuracy => Completed == null ? Last.Accuracy : Completed.Accuracy;
}
