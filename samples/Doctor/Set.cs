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
        return this with { X = x, Y = [.. order.Select(row => Y[row])] };
    }

    /// <summary>The labels as rows of zeros with a one.</summary>
    public Set OneHot()
    {
        float[,] targets = new float[Count, Classes];
        for (int row = 0; row < Count; row++) targets[row, Y[row]] = 1;
        return this with { Targets = targets };
    }
}
