namespace ScratchNN;

public partial class Model
{
    /// <summary>
    /// Differences between samples and the training inputs (SNN030): other scaling, standardisation with their own numbers, and columns that are exchanged,
    /// hardly vary, have zeros, go far beyond the training range or have moved. Rows drawn like the training rows give no warning. Few rows show little; a
    /// hundred show most faults.
    /// </summary>
    /// <param name="x">Samples.</param>
    /// <returns>A few findings with numbers, the most informative first; none if nothing differs.</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or has no <see cref="DataInfo.Profile"/> of its training inputs.</exception>
    public IReadOnlyList<Finding> Compare(Samples x)
    {
        var input = InputShape;
        if (NewComparison() is not { } columns)
            throw new InvalidOperationException(Info.Profile is { } profile
                ? $"The profile in Info is of {profile.Mean.Count} columns and {profile.Count} rows, and a sample has {input.Size}: "
                    + $"set Info = Info with {{ Profile = DataProfile.Of(trainingInputs) }}."
                : "The model has no profile of its training inputs: Fit creates it, unless the data's Info is DataInfo.None. "
                    + "Or set Info = Info with { Profile = DataProfile.Of(trainingInputs) }.");
        if (x.Count == 0) return [];
        RequireInput(new RowSource(x.Open()), input);
        for (int row = 0; row < x.Count; row++) RowSource.RequireFinite(x[row], input.Size, default, "x", firstRow: row);
        columns.Add(x.Open(), default, Workers.None);
        return FindingsOf(columns);
    }

    /// <summary>Counts rows against the profile; null if there is none that fits.</summary>
    internal ColumnStatistics? NewComparison() =>
        Info.Profile is { } profile && profile.Fits(InputShape.Size) ? new ColumnStatistics(InputShape.Size, profile) : null;

    internal IReadOnlyList<Finding> FindingsOf(ColumnStatistics rows) => ProfileComparison.Findings(Info.Profile!, rows, Info.FeatureNames, ComparedData.InUse);
}
