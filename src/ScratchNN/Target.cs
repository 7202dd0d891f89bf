using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ScratchNN;

/// <summary>The target of one sample in a collection expression: <c>[0, 1, 1]</c>, <c>["cat", "dog"]</c>, <c>[[0.5], [1]]</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never), CollectionBuilder(typeof(Target), nameof(Create))]
public readonly struct Target
{
    internal enum Kind
    {
        Nothing,
        Label,
        YesNo,
        Number,
        Word,
        Row,
    }

    private Target(Kind kind, double number = 0, string? word = null, float[]? row = null) => (Is, Number, Word, Row) = (kind, number, word, row);

    internal Kind Is { get; }
    internal double Number { get; }
    internal string? Word { get; }
    internal float[]? Row { get; }

    /// <summary>A row of numbers.</summary>
    /// <param name="row">The numbers; each becomes a float.</param>
    /// <exception cref="ArgumentException">A finite number is too large for a float.</exception>
    public static Target Create(ReadOnlySpan<double> row) => new(Kind.Row, row: Floats.From(row));

    /// <summary>A class by its number; among numbers, a number.</summary>
    public static implicit operator Target(int label) => new(Kind.Label, label);

    /// <summary>A class by its name.</summary>
    public static implicit operator Target(string className) => new(Kind.Word, word: className);

    /// <summary>Yes or no.</summary>
    public static implicit operator Target(bool yes) => new(Kind.YesNo, yes ? 1 : 0);

    /// <summary>A number.</summary>
    public static implicit operator Target(float number) => new(Kind.Number, number);

    /// <summary>A number.</summary>
    public static implicit operator Target(double number) => new(Kind.Number, number);

    /// <summary>A row of numbers.</summary>
    public static implicit operator Target(float[] row) => new(Kind.Row, row: row);

    /// <summary>Enumerates the numbers.</summary>
    public IEnumerator<double> GetEnumerator()
    {
        if (Is != Kind.Row) yield return Number;
        foreach (float value in Row ?? []) yield return value;
    }
}
