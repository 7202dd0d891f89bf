using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ScratchNN.Tables;

/// <summary>One row by the names of its columns: of a table, a form, or an object. Columns that it does not hold are missing.</summary>
/// <remarks>
/// <code>
/// var row = new TableRow { ["sex"] = "female", ["age"] = 29, ["fare"] = 7.25 };
/// </code>
/// </remarks>
public sealed class TableRow
{
    private readonly Dictionary<string, TableValue> _values = [];

    /// <summary>The value of a column; missing if the row has none.</summary>
    /// <param name="column">Its name, to the letter.</param>
    public TableValue this[string column]
    {
        get => _values.TryGetValue(column, out var value) ? value : TableValue.Missing;
        set => _values[column] = value;
    }

    /// <summary>The columns that the row holds, missing values included.</summary>
    public IReadOnlyCollection<string> Columns => _values.Keys;

    /// <summary>A row of texts, as a form or a line of a file has them.</summary>
    /// <param name="values">Texts by column; null and empty ones are missing.</param>
    public static TableRow From(IReadOnlyDictionary<string, string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var row = new TableRow();
        foreach (var (column, text) in values) row[column] = text;
        return row;
    }

    /// <summary>A row of the public properties of an object: a column for each, of its name.</summary>
    /// <typeparam name="T">The type whose properties are read; those that a derived type adds are not.</typeparam>
    /// <param name="row">The object.</param>
    /// <exception cref="ArgumentException">A property is neither text, number, yes or no, date nor an enumeration.</exception>
    public static TableRow FromProperties<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T row) where T : notnull
    {
        ArgumentNullException.ThrowIfNull(row);
        var values = new TableRow();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.CanRead && property.GetIndexParameters().Length == 0) values[property.Name] = ValueOf(property.GetValue(row), property);
        return values;
    }

    private static TableValue ValueOf(object? value, PropertyInfo property) => TableValue.Of(value)
        ?? throw new ArgumentException($"Property {property.Name} is a {property.PropertyType}: a column holds text, numbers, yes or no, or dates.");
}
