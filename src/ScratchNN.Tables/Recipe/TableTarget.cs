using System.Globalization;

namespace ScratchNN.Tables;

/// <summary>The target of a table's model: the class or the number in a column.</summary>
public sealed record TableTarget
{
    private const int MostWholeClasses = 20;

    private TableTarget(string column, bool isClass, string reason) => (Column, IsClass, Reason) = (column, isClass, reason);

    /// <summary>The column.</summary>
    public string Column { get; }

    /// <summary>Whether its values are classes; else they are numbers.</summary>
    public bool IsClass { get; }

    /// <summary>Why: what was seen in the column, or that it was said.</summary>
    public string Reason { get; }

    /// <summary>A column of classes, whatever its type: each value is one.</summary>
    /// <param name="column">Its name.</param>
    public static TableTarget Class(string column) => new(column, true, "as you said");

    /// <summary>A column of numbers.</summary>
    /// <param name="column">Its name.</param>
    public static TableTarget Number(string column) => new(column, false, "as you said");

    /// <summary>
    /// Classes or numbers, by the values: words, yes or no, two different values, and up to 20 whole numbers that begin at 0 or 1 are classes; all else is a
    /// number.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The name of the column or, if no column has that name, its number from 1.</param>
    /// <exception cref="ArgumentException">There is no such column; or it holds dates, texts that mostly occur once, or fewer than two values.</exception>
    public static TableTarget Of(Table table, string column)
    {
        ArgumentNullException.ThrowIfNull(table);
        var target = table[column];
        string name = Words.Quoted(target.Name);
        if (target.Type == ColumnType.Date)
            throw new ArgumentException($"Column {name} holds dates, which cannot be a target: convert them to numbers, such as the days until then.",
                nameof(column));
        if (target.Type == ColumnType.Text)
            throw new ArgumentException(
                $"Column {name} holds {target.Values.Count} different texts in {target.Count - target.MissingCount} rows: they do not look like classes. "
                    + "If they are, use TableTarget.Class.",
                nameof(column));
        var values = new SortedSet<double>();
        for (int row = 0; row < target.Count && values.Count <= MostWholeClasses && target.IsNumeric; row++)
            if (!target.IsMissing(row)) values.Add(target.Number(row));
        int different = target.IsNumeric ? values.Count : target.Values.Count;
        if (different < 2)
            throw new ArgumentException($"Column {name} holds {(different == 0 ? "no value" : "only one value")}: there is nothing to predict.",
                nameof(column));
        if (!target.IsNumeric) return new(target.Name, true, $"its values are {(target.Type == ColumnType.YesNo ? "yes or no" : "words")}");
        if (different == 2)
            return new(target.Name, true, string.Create(CultureInfo.InvariantCulture, $"it has two different values, {values.Min} and {values.Max}"));
        return target.Type == ColumnType.WholeNumber && different <= MostWholeClasses && values.Min is 0 or 1
            ? new(target.Name, true, string.Create(CultureInfo.InvariantCulture, $"it has {different} whole numbers from {values.Min} to {values.Max}"))
            : new(target.Name, false, different > MostWholeClasses ? "it has many different numbers" : "its numbers are not whole, or do not begin at 0 or 1");
    }

    /// <summary><c>class of 'species': its values are words</c>.</summary>
    public override string ToString() => $"{(IsClass ? "class" : "number")} in {Words.Quoted(Column)}: {Reason}";
}
