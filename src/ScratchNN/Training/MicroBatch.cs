namespace ScratchNN;

/// <summary>How many rows go through the layers at once. It decides the bits of a sum over the batch, so it never depends on the machine.</summary>
internal static class MicroBatch
{
    private const int Floats = 1 << 19; // 2 MB of activations and gradients: they stay in a cache between forward and backward
    private const int Multiple = 32;

    /// <summary>As many rows as fit, a multiple of 32, at least 32.</summary>
    public static int Rows(Block block, Shape input)
    {
        int floatsPerRow = input.Size + block.CacheSize(input, 1) + (2 * block.OutputShape(input).Size);
        return Math.Max(Multiple, Floats / floatsPerRow / Multiple * Multiple);
    }
}
