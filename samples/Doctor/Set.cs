namespace Doctor;

/// <summary>Samples with labels, or with targets in their place.</summary>
/// <param name="Seed">Decides all that is random in a run on it.</param>
/// <param name="X">[samples × features].</param>
/// <param name="Y">Labels [samples].</param>
/// <param name="Targets">[samples × targets], or null for labels.</param>
internal sealed record Set(ulong Seed, float[,] X, int[] Y, float[,]? Targets = null)
{
    public int Count => X.GetLength(0);

    public int Features => X.GetLength(1);

    public int Classes => Y.Max() + 1;

    /// <summary>This set after something was done to it, in place.</summary>
    public Set After(Action<Set> change)
    {
        change(this);
        return this;
    }

    public Set Each(Func<float, float> change) => After(set =>
    {
        for (int row = 0; row < Count; row++)
            for (int column = 0; column < Features; column++) set.X[row, column] = change(set.X[row, column]);
    });

    public Set Column(int column, Func<float, float> change) => After(set =>
    {
        for (int row = 0; row < Count; row++) set.X[row, column] = change(set.X[row, column]);
    });

    /// <summary>The rows in another order, or some of them, or some twice.</summary>
    public Set Rows(IEnumerable<int> rows)
    {
        int[] order = [.. rows];
        float[,] x = new float[order.Length, Features];
        for (int row = 0; row < order.Length; row++)
            for (int column = 0; column < Features; column++) x[row, column] = X[order[row], column];
        float[,]? targets = Targets == null ? null : new float[order.Length, Targets.GetLength(1)];
        for (int row = 0; row < order.Length && targets != null; row++)
            for (int column = 0; column < targets.GetLength(1); column++) targets[row, column] = Targets![order[row], column];
        return this with { X = x, Y = Y.Length == 0 ? [] : [.. order.Select(row => Y[row])], Targets = targets };
    }

    public Set Rows(Func<int, bool> take) => Rows(Enumerable.Range(0, Count).Where(take));

    /// <summary>One column more, the last.</summary>
    public Set WithColumn(Func<int, float> value)
    {
        float[,] x = new float[Count, Features + 1];
        for (int row = 0; row < Count; row++)
        {
            for (int column = 0; column < Features; column++) x[row, column] = X[row, column];
            x[row, Features] = value(row);
        }
        return this with { X = x };
    }

    /// <summary>Each column minus its mean, divided by its standard deviation: its own, or those of another set.</summary>
    public Set Standardized(Set? by = null)
    {
        var source = by ?? this;
        float[] means = new float[Features], deviations = new float[Features];
        for (int column = 0; column < Features; column++)
        {
            double[] values = [.. Enumerable.Range(0, source.Count).Select(row => (double)source.X[row, column])];
            double mean = values.Average();
            (means[column], deviations[column]) = ((float)mean, (float)Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
        }
        return After(set =>
        {
            for (int row = 0; row < Count; row++)
                for (int column = 0; column < Features; column++)
                    set.X[row, column] = (set.X[row, column] - means[column]) / (deviations[column] > 0 ? deviations[column] : 1);
        });
    }

    /// <summary>A copy that may be changed in place.</summary>
    public Set Copy() => this with { X = (float[,])X.Clone(), Y = [.. Y], Targets = (float[,]?)Targets?.Clone() };

    /// <summary>The labels as rows of zeros with a one.</summary>
    public Set OneHot()
    {
        float[,] targets = new float[Count, Classes];
        for (int row = 0; row < Count; row++) targets[row, Y[row]] = 1;
        return this with { Targets = targets };
    }
}
