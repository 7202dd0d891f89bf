namespace ScratchNN;

public static partial class Dataset
{
    /// <summary>A dataset whose inputs are computed from those of another, sample by sample, each time they are read.</summary>
    /// <remarks>
    /// Names of classes and outputs stay. The profile goes, attachments go (an encoder of a table makes the inputs that there were before), and names of
    /// columns go where their number changes; <see cref="With"/> gives new ones. What can be a layer is better a layer: it is saved with the model, so training
    /// and use cannot differ.
    /// </remarks>
    /// <param name="data">The dataset.</param>
    /// <param name="sample">The shape of the new inputs.</param>
    /// <param name="map">Assigns them. The same inputs must always give the same; several threads may ask at once.</param>
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
    /// <param name="others">Those that follow, of the same shapes. What they tell of names must be the same; the first that tells something is taken.</param>
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
    /// <exception cref="ArgumentException">There are not as many as samples, one is not sound, or all are 0.</exception>
    public static IDataset Weighted(this IDataset data, ReadOnlyMemory<float> weights)
    {
        ArgumentNullException.ThrowIfNull(data);
        RowSource.RequireWeights(weights.Span, data.Count);
        return data is ArrayDataset arrays ? arrays.Weighted(weights.ToArray()) : new WeightedDataset(data, weights.ToArray());
    }

    /// <summary>The same samples with other names and attachments; a Fit gives these to the model.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="info">What is told in place of the dataset's own <see cref="IDataset.Info"/>: all of it. To add something, <c>data.With(data.Info! with { …
    /// })</c>.</param>
    /// <exception cref="ArgumentException">The class names are others than the dataset's: a label would mean two classes.</exception>
    public static IDataset With(this IDataset data, DataInfo info)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(info);
        DataInfo.RequireSameClasses(info, data.Info, "the dataset");
        return data is ArrayDataset arrays ? arrays.With(info) : new InfoDataset(data, info);
    }
}
