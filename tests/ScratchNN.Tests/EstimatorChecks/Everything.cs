namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>All that an error must leave alone, as bytes.</summary>
internal static class Everything
{
    /// <summary>A checkpoint: weights, what the optimizer remembers, step and epoch numbers, completed epochs.</summary>
    public static byte[] Of(Trainer trainer)
    {
        var file = new MemoryStream();
        trainer.Save(file);
        return file.ToArray();
    }
}
