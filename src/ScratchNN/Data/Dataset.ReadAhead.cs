namespace ScratchNN;

public static partial class Dataset
{
    /// <summary>The same samples, read in the background before they are asked for: for data on a disk, or that takes time to make.</summary>
    /// <remarks>
    /// Fit, Evaluate and Predict announce which rows come next (<see cref="IDataset.Announce"/>); while some are used, a thread of the pool reads the next
    /// ones. Training uses them without a copy. Other rows can be read too, but without read-ahead. Call it last: a view of it announces
    /// nothing.
    /// </remarks>
    /// <param name="data">The dataset. It is asked by one thread at a time.</param>
    /// <param name="rows">How many rows are read at a time, at least 1; memory holds twice as many. Default 4096.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    /// <exception cref="ArgumentException">That many rows have more numbers than an array holds.</exception>
    public static IDataset ReadAhead(this IDataset data, int rows = 4096)
    {
        ArgumentNullException.ThrowIfNull(data);
        Guard.AtLeast(1, rows);
        return new ReadAheadDataset(data, Math.Min(rows, Math.Max(1, data.Count)));
    }
}
