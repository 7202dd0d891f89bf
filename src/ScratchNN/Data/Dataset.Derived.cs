namespace ScratchNN;

public static partial class Dataset
{
    /// <summary>A dataset whose inputs are computed from those of another, sample by sample, each time they are read.</summary>
    /// <remarks>
    /// Names of classes and outputs are kept. The profile and the attachments are dropped (a table's encoder describes the old inputs), and names of columns
    /// are dropped if their number changes; <see cref="With"/> sets new ones. Prefer a layer where possible: it is saved with the model, so training and use
    /// cannot differ.
    /// </remarks>
    /// <param name="data">The dataset.</param>
    /// <param name="sample">The shape of the new inputs.</param>
    /// <param name="map">Assigns them. The same inputs must always give the same result; several threads may call it at once.</param>
    /// <exception cref="ArgumentException"><paramref name="sample"/> is empty.</exception>
    public static IDataset Map(this IDataset data, Shape sample, RowMap map)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(map);
        return sample.Size > 0 ? new MapDataset(data, sample, map)
            : throw new ArgumentException("The shape of a sample needs at least one dimension.", nameof(sample));
    }

    /// <summary>The rows of several datasets, one after another: a view. Row 0 of the second comes after the last row of the first.</summary>
    /// <param name="data">The first.</param>
    /// <param name="others">Those that follow, of the same shapes. Their names must agree; the first dataset that has names decides.</param>
    /// <exception cref="ArgumentException">Shapes, or names of classes, columns or outputs, or attachments differ, or there are too many rows.</exception>
    public static IDataset Concat(this IDataset data, params ReadOnlySpan<IDataset> others)
    {
        ArgumentNullException.ThrowIfNull(data);
        Guard.NoneNull<IDataset>([.. others], nameof(others));
        return others.IsEmpty ? data : new ConcatDataset([data, .. others]);
    }

    /// <summary>A dataset whose samples count so much: each weight that it has, 1 by default, times the one given.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="weights">One per sample, finite and at least 0, not all 0. Copied.</param>
    /// <exception cref="ArgumentException">Their number is not that of the samples, one is not valid, or all are 0.</exception>
    public static IDataset Weighted(this IDataset data, ReadOnlyMemory<float> weights)
    {
        ArgumentNullException.ThrowIfNull(data);
        RowSource.RequireWeights(weights.Span, data.Count);
        return data is ArrayDataset arrays ? arrays.Weighted(weights.ToArray()) : new WeightedDataset(data, weights.ToArray());
    }

    /// <summary>The same samples with other names and attachments; a Fit gives these to the model.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="info">Replaces the dataset's own <see cref="IDataset.Info"/> completely. To add something, <c>data.With(data.Info! with { …
    /// })</c>.</param>
    /// <exception cref="ArgumentException">The class names differ from the dataset's: a label would mean two classes.</exception>
    public static IDataset With(this IDataset data, DataInfo info)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(info);
        DataInfo.RequireSameClasses(info, data.Info, "the dataset");
        return data is ArrayDataset arrays ? arrays.With(info) : new InfoDataset(data, info);
    }
}
