namespace ScratchNN.Tables;

/// <summary>A column that a model sees: its name, type and known categories.</summary>
public sealed class EncodedColumn
{
    private readonly LearnedColumn _column;

    internal EncodedColumn(LearnedColumn column) => _column = column;

    /// <summary>The name of the column in the table.</summary>
    public string Name => _column.Name;

    /// <summary>The type of its values.</summary>
    public ColumnType Type => _column.Type;

    /// <summary>The categories with places of their own; empty if the column is not one of categories.</summary>
    public IReadOnlyList<string> Categories => _column.Categories;

    /// <summary>The columns of an encoded row that it becomes.</summary>
    public IReadOnlyList<string> Features => [.. _column.Features.Select(feature => feature.Name)];

    /// <summary>The expected kind of value: <c>a number</c>.</summary>
    public string Expected => _column.Expected;

    /// <summary>Whether a value can be encoded.</summary>
    /// <param name="value">The value; a missing one can.</param>
    public bool Takes(TableValue value)
    {
        Span<float> features = stackalloc float[LearnedFeature.MostOfAColumn];
        return _column.Write(value, features);
    }

    /// <summary><c>age: numbers</c>, or <c>port: categories C, Q, S</c>.</summary>
    public override string ToString() => $"{Name}: {Type.InWords()}{(Categories.Count == 0 ? "" : $" {Words.Some(Categories, Categories.Count)}")}";
}
