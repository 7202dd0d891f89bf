namespace ScratchNN;

/// <summary>The rows to train on, and those to validate on.</summary>
internal readonly record struct RowSplit(int[] Training, int[] Validation)
{
    /// <summary>All rows of the training data and those of the validation data; without that, holds back the share that the options ask for, at random by the seed alone.</summary>
    /// <exception cref="ArgumentException">Nothing is left for one of the two.</exception>
    public static RowSplit Of(int count, int validationCount, TrainerOptions options)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        if (options.ValidationSplit == 0) return new RowSplit(rows, [.. Enumerable.Range(0, validationCount)]);
        int held = (int)Math.Round(count * options.ValidationSplit);
        if (held == 0 || held == count)
            throw new ArgumentException(FormattableString.Invariant($"A validation split of {(float)options.ValidationSplit} of {count} samples leaves {held} to validate on and {count - held} to train on: both need at least 1."));
        new RandomStream(options.Seed, RandomStreams.ValidationSplit).Shuffle(rows);
        int[] training = rows[held..], validation = rows[..held];
        Array.Sort(training);
        Array.Sort(validation);
        return new RowSplit(training, validation);
    }
}
