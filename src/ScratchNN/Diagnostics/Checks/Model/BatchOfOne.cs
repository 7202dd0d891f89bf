namespace ScratchNN;

/// <summary>
/// SNN020: a layer that works on the samples of a batch together, as batch normalisation does, in batches of one, or of two or three, whose mean and variance
/// are mostly chance.
/// </summary>
/// <remarks>Not where a sample has several places of each channel, as an image has: these have a mean and a variance of their own.</remarks>
internal sealed class BatchOfOne() : Check("SNN020", CheckMoment.TrainingStart)
{
    private const int Few = 4;

    public override void Examine(in CheckPass pass)
    {
        int rows = pass.TrainingRows.Length, batch = Math.Min(pass.Options.BatchSize, rows), together = Math.Min(batch, pass.Options.MicroBatchSize ?? batch);
        if (together >= Few) return;
        foreach (var layer in pass.Layers)
        {
            if (!layer.Layer.MixesBatch || layer.IsFrozen || layer.InputShape.Size > layer.InputShape.Channels) continue;
            string type = layer.Layer.GetType().Name;
            pass.Report(
                Severity.Warning, $"{layer.Name} works on the samples of a batch together, "
                    + (together == 1 ? "and gets one at a time: it cannot learn how they differ."
                        : $"and gets {together} at a time: mean and variance of so few are mostly chance."),
                rows < Few ? $"There {(rows == 1 ? "is one sample" : $"are {rows} samples")} to train on: add more, or remove {type}."
                : batch > together ? $"Leave MicroBatchSize unset: {type} then sees the {batch} samples of a batch."
                : $"Set BatchSize to 16 or more, or replace {type} by LayerNorm, which normalises each sample by itself.", layer.Name);
        }
    }
}
