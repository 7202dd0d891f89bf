namespace ScratchNN;

/// <summary>The rows to train on, and those to validate on.</summary>
internal readonly record struct RowSplit(int[] Training, int[] Validation)
{
    /// <summary>All rows of the training data and those of the validation data; without that, holds back what the options ask for, by the seed alone.</summary>
    /// <exception cref="ArgumentException">Nothing is left for one of the two, or the data cannot be split so.</exception>
    public static RowSplit Of(in RowSource data, int validationCount, TrainerOptions options)
    {
        if (options.ValidationSplit == null) return new RowSplit([.. Enumerable.Range(0, data.Count)], [.. Enumerable.Range(0, validationCount)]);
        var (training, validation) = options.ValidationSplit.Rows(data, options.Seed);
        return new RowSplit(training, validation);
    }
}
