namespace ScratchNN;

/// <summary>Samples opened for reading: rows one after another in memory, or each an array of its own; all of them, or some.</summary>
internal readonly ref struct SampleSpan
{
    private readonly ReadOnlySpan<float> _values;
    private readonly ReadOnlySpan<float[]> _rows; // instead of _values
    private readonly ReadOnlySpan<int> _chosen;   // which of these rows; empty for all

    /// <summary>Views values that come row after row.</summary>
    /// <exception cref="ArgumentException">The values cannot be split into samples, or <paramref name="sample"/> is empty.</exception>
    public SampleSpan(ReadOnlySpan<float> values, Shape sample)
    {
        if (sample.Size == 0)
            throw new ArgumentException("The shape of a sample needs at least one dimension.", nameof(sample));
        if (values.Length % sample.Size != 0)
            throw new ArgumentException($"{values.Length} values cannot be split into samples of {sample}.", nameof(values));
        _values = values;
        (Shape, Count) = (sample, values.Length / sample.Size);
    }

    public SampleSpan(ReadOnlySpan<float[]> rows, Shape sample)
    {
        _rows = rows;
        (Shape, Count) = (sample, rows.Length);
    }

    /// <summary>Views some rows of others that are all there, in the order given.</summary>
    public SampleSpan(SampleSpan samples, ReadOnlySpan<int> chosen)
    {
        this = samples;
        _chosen = chosen;
        Count = chosen.Length;
    }

    public int Count { get; }

    public Shape Shape { get; }

    /// <summary>Whether rows need not lie one after another in memory: each is an array of its own, or some are chosen.</summary>
    public bool IsScattered => !_rows.IsEmpty || !_chosen.IsEmpty;

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="row"/> is outside 0 to <see cref="Count"/> − 1.</exception>
    /// <exception cref="ArgumentException">An array of its own has another length now, or became null.</exception>
    public ReadOnlySpan<float> this[int row]
    {
        get
        {
            if ((uint)row >= (uint)Count) throw OutOfRange(row, Count);
            if (!_chosen.IsEmpty) row = _chosen[row];
            if (_rows.IsEmpty) return _values.Slice(row * Shape.Size, Shape.Size);
            float[]? values = _rows[row]; // read once: somebody may put another there, and kernels check nothing
            return values?.Length == Shape.Size ? values : throw Changed(row, values);
        }
    }

    private static ArgumentOutOfRangeException OutOfRange(int row, int count) =>
        new(nameof(row), row, count == 0 ? $"There are no samples, so there is no row {row}."
            : $"There are {count} samples, rows 0 to {count - 1}: there is no row {row}.");

    /// <summary>
    /// Rows <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> − 1, row after row: viewed where memory has them so, else gathered.
    /// </summary>
    public ReadOnlySpan<float> Rows(int first, int count, Span<float> gathered)
    {
        if (!IsScattered) return _values.Slice(first * Shape.Size, count * Shape.Size);
        for (int i = 0; i < count; i++)
            this[first + i].CopyTo(gathered[(i * Shape.Size)..]);
        return gathered[..(count * Shape.Size)];
    }

    private ArgumentException Changed(int row, float[]? values) => new((values == null
        ? $"Row {row} is null, and {Shape.Size} values are expected"
        : $"Row {row} has {values.Length} values, and {Shape.Size} are expected") + ": the rows of the data must not change while they are read.");
}
