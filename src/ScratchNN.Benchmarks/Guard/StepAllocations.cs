namespace ScratchNN.Benchmarks;

/// <summary>What all threads allocate from the first to the last step of an epoch.</summary>
internal sealed class StepAllocations : Callback
{
    private const int Epochs = 5; // of one Fit; a thread's first sleep, and now and then the runtime itself, needs a few bytes: the least counts

    private long _before, _least = long.MaxValue;

    /// <summary>Bytes per step of 784-128-10.</summary>
    public static double PerStep(int steps, int workers)
    {
        var allocations = new StepAllocations();
        new DigitTraining(steps, workers, new TrainerOptions { Epochs = Epochs, Callbacks = [allocations] }).Fit();
        return allocations._least / (steps - 1.0);
    }

    public override void OnStepEnd(in CallbackPass pass)
    {
        var value = pass.Step;
        if (value.StepInEpoch == 1) _before = GC.GetTotalAllocatedBytes(precise: true);
        if (value.StepInEpoch == value.StepsPerEpoch) _least = Math.Min(_least, GC.GetTotalAllocatedBytes(precise: true) - _before);
    }
}
