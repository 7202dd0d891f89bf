namespace ScratchNN;

/// <summary>What a log of a trainer holds when a Fit begins.</summary>
internal static class HeardEpochs
{
    /// <summary>
    /// The completed epochs of the trainer's life that a callback has heard of. After a Resume that is one less than there are if the checkpoint was written
    /// while callbacks heard of an epoch, before this one did.
    /// </summary>
    public static IEnumerable<EpochResult> Of(in CallbackPass pass)
    {
        bool isFirst = pass.Epochs.IsEmpty; // the first epoch of the Fit may be complete, and not heard of
        int last = !isFirst ? pass.Epochs[^1].Epoch : pass.Step.StepInEpoch == 0 ? pass.Step.Epoch : pass.Step.Epoch - 1;
        return pass.Trainer.Epochs.Where(epoch => epoch.Epoch <= last);
    }
}
