using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>How many rows go through the layers of a block at once.</summary>
internal static class MicroBatchSize
{
    private const int Floats = 1 << 19; // 2 MB of activations and gradients: they stay in a cache between forward and backward
    private const int Multiple = 8;     // whole tiles of the products
    private const int Fewest = 32;

    /// <summary>
    /// Of a batch: equal parts, as few as fit. It decides the result of a sum over the batch, bit for bit, so it never depends on the machine.
    /// </summary>
    public static int Rows(Block block, Shape input, int batchSize)
    {
        int most = MostRows(block, input), parts = ((batchSize - 1) / most) + 1, rows = ((batchSize - 1) / parts) + 1;
        return Math.Min(most, (rows + Multiple - 1) / Multiple * Multiple);
    }

    /// <summary>As many rows as fit, a multiple of 8, at least 32 unless no array holds those.</summary>
    /// <remarks>
    /// Each micro-batch reads all weights and adds to all of their gradients: where these are more than 2 MB, its activations may take as much as the weights.
    /// </remarks>
    public static int MostRows(Block block, Shape input)
    {
        long floatsPerRow = (long)input.Size + block.CacheSize(input, 1) + (2L * block.OutputShape(input).Size);
        long floats = Math.Max(Floats, block.PlanFor(input).ParameterCount);
        long most = Math.Max(Fewest, floats / floatsPerRow / Multiple * Multiple);
        return (int)Math.Clamp(AlignedBuffer.MaxLength / floatsPerRow, 1, most);
    }
}
