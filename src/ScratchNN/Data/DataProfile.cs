namespace ScratchNN;

/// <summary>A profile of inputs, column by column: a Fit notes it of the training rows, and <see cref="Model.Compare"/> reports differences from
/// them.</summary>
/// <remarks>
/// The columns of an image are its numbers in row-major order. A minimum or maximum is a value of one training row: <see cref="DataInfo.None"/> keeps a profile
/// out of a model.
/// </remarks>
public sealed record DataProfile
{
    /// <summary>A Fit makes no profile of inputs with more columns, and looks at no more rows: 1.5 % of the time of an epoch of MNIST.</summary>
    internal const int MostColumns = 1 << 16, MostRows = 1 << 13;

    /// <summary>The least value of each column.</summary>
    public required IReadOnlyList<float> Minimum { get; init; }

    /// <summary>The largest value of each column.</summary>
    public required IReadOnlyList<float> Maximum { get; init; }

    /// <summary>The mean of each column.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>The standard deviation of each column: √(Σ(x − mean)² / N).</summary>
    public required IReadOnlyList<float> Deviation { get; init; }

    /// <summary>The share of the rows with a 0, 0 to 1, of each column.</summary>
    public required IReadOnlyList<float> ShareOfZeros { get; init; }

    /// <summary>The number of rows, N.</summary>
    public required int Count { get; init; }

    /// <summary>The profile of samples.</summary>
    /// <param name="x">At least one sample.</param>
    /// <exception cref="ArgumentException">There is none, a number is not finite, or a square is too large for a float.</exception>
    public static DataProfile Of(Samples x)
    {
        if (x.Count == 0)
            throw new ArgumentException("At least one sample is needed, got none.", nameof(x));
        var statistics = ColumnStatistics.Of(x.Open(), default, Workers.None);
        if (statistics.AreFinite) return statistics.Profile;
        for (int row = 0; row < x.Count; row++) RowSource.RequireFinite(x[row], x.Shape.Size, default, nameof(x), firstRow: row);
        throw new ArgumentException("x holds numbers whose squares are too large for a float: scale it down.", nameof(x));
    }

    /// <summary>Whether it is a profile of that many columns.</summary>
    internal bool Fits(int columns) => Count > 0 && Minimum.Count == columns && Maximum.Count == columns && Mean.Count == columns && Deviation.Count == columns
        && ShareOfZeros.Count == columns;
}
