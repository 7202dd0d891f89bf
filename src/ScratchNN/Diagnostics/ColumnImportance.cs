namespace ScratchNN.Diagnostics;

/// <summary>How much worse a model does when a column is shuffled.</summary>
public sealed record ColumnImportance
{
    /// <summary>The column's name; without one, <c>feature 3</c>, counted from 0, or <c>pixel [2, 5]</c>, row and column.</summary>
    public required string Name { get; init; }

    /// <summary>Which numbers of a sample it is, counted from 0: one, unless several share the name, or a pixel has channels.</summary>
    public required IReadOnlyList<int> Features { get; init; }

    /// <summary>The importance in each repeat.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Their mean.</summary>
    public double Mean => Spread.Of([.. Values]).Mean;

    /// <summary>Their standard deviation: √(Σ(x − mean)² / repeats).</summary>
    public double Deviation => Spread.Of([.. Values]).Deviation;

    /// <summary>Name, mean and deviation.</summary>
    public override string ToString() => $"{Name} {NumberFormat.Text(Mean)} ± {NumberFormat.Text(Deviation)}";
}
