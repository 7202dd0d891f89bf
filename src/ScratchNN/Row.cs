using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ScratchNN;

/// <summary>A sample in a collection expression: <c>[[0, 0.5], [1, 0]]</c> are two rows of two numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never), CollectionBuilder(typeof(Row), nameof(Create))]
public readonly struct Row
{
    private Row(float[]? values) => Values = values;

    /// <summary>Null where it is <c>default</c>, or made of null.</summary>
    internal float[]? Values { get; }

    /// <summary>A row of these numbers.</summary>
    /// <param name="values">The numbers; each becomes a float.</param>
    /// <exception cref="ArgumentException">A finite number is too large for a float.</exception>
    public static Row Create(ReadOnlySpan<double> values) => new(Floats.From(values));

    /// <summary>A view of these numbers.</summary>
    public static implicit operator Row(float[] values) => new(values);

    /// <summary>A row of these numbers; each becomes a float.</summary>
    public static implicit operator Row(double[] values) => new(values is null ? null : Floats.From(values));

    /// <summary>Enumerates the numbers.</summary>
    public IEnumerator<double> GetEnumerator()
    {
        foreach (float value in Values ?? []) yield return value;
    }
}
