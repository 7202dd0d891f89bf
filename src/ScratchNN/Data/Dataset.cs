using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>Makes datasets of what is in memory.</summary>
public static partial class Dataset
{
    /// <summary>Samples with targets and weights: views, not copies.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="y">A target for each. Class names are numbered by <see cref="DataInfo.ClassNames"/> of <paramref name="info"/>, else in ordinal
    /// order.</param>
    /// <param name="weights">A weight for each, finite and at least 0. Default: all 1.</param>
    /// <param name="info">Names and attachments. Default: the class names, if y has any.</param>
    /// <exception cref="ArgumentException">The counts of x, y and weights differ or are 0, a weight is not valid, or a class has no name in
    /// <paramref name="info"/>.</exception>
    public static IDataset From(Samples x, Targets y, ReadOnlyMemory<float> weights = default, DataInfo? info = null)
    {
        (y, info) = Named(y, info);
        _ = new RowSource(x.Open(), y, weights.Span);
        return new ArrayDataset(x, y, weights, info);
    }

    /// <summary>Samples that stay bytes in memory, as pixels are stored: a quarter of what floats take. They become floats as they are read.</summary>
    /// <param name="values">The samples, one after another. A view.</param>
    /// <param name="sample">The shape of each.</param>
    /// <param name="y">A target for each.</param>
    /// <param name="scale">The factor on each byte. Default 1/255: 0 to 1.</param>
    /// <param name="info">Names and attachments. Default: the class names, if y has any.</param>
    /// <exception cref="ArgumentException">The values cannot be split into such samples, or the counts of samples and targets differ or are 0.</exception>
    public static IDataset FromBytes(ReadOnlyMemory<byte> values, Shape sample, Targets y, float scale = 1 / 255f, DataInfo? info = null)
    {
        if (sample.Size == 0)
            throw new ArgumentException("The shape of a sample needs at least one dimension.", nameof(sample));
        if (values.Length == 0 || values.Length % sample.Size != 0)
            throw new ArgumentException($"{values.Length} bytes cannot be split into samples of {sample}.", nameof(values));
        if (values.Length / sample.Size != y.Count)
            throw new ArgumentException($"x has {values.Length / sample.Size} samples, y has {y.Count}: every sample needs one.", nameof(y));
        (y, info) = Named(y, info);
        return new ByteDataset(values, sample, y, scale, info);
    }

    /// <summary>Samples of a tensor [samples × …] that stay bytes in memory, as <see cref="Idx"/> reads images.</summary>
    /// <param name="samples">Of rank 2 to 5. A view; a copy if it is not dense.</param>
    /// <param name="y">A target for each.</param>
    /// <param name="scale">The factor on each byte. Default 1/255: 0 to 1.</param>
    /// <param name="info">Names and attachments. Default: the class names, if y has any.</param>
    /// <exception cref="ArgumentException">The tensor has another rank, or the counts of samples and targets differ or are 0.</exception>
    public static IDataset FromBytes(Tensor<byte> samples, Targets y, float scale = 1 / 255f, DataInfo? info = null)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return FromBytes(ArrayMemory<byte>.Of(samples, Samples.LengthOf(samples.Lengths)), Samples.SampleShape(samples.Lengths), y, scale, info);
    }

    private static (Targets Y, DataInfo? Info) Named(Targets y, DataInfo? info)
    {
        var (named, names) = y.Named(info?.ClassNames);
        return (named, names == info?.ClassNames ? info : (info ?? new DataInfo()) with { ClassNames = names });
    }
}
