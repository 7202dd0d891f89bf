using System.Runtime.CompilerServices;

namespace ScratchNN;

/// <summary>The dimensions of one sample or one parameter: 1 to 4 of them, each at least 1. Row-major.</summary>
/// <remarks>
/// The batch is not part of it. Where a sample has places and channels, channels are last: [height × width × channels]. <c>default(Shape)</c> has no dimensions
/// and size 0.
/// </remarks>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly Dimensions _dimensions;

    /// <summary>A shape of the given dimensions.</summary>
    /// <param name="dimensions">1 to 4 numbers ≥ 1 whose product fits an <see cref="int"/>.</param>
    /// <exception cref="ArgumentException">There are none or more than 4, one is below 1, or their product is too large.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length is 0 or > 4)
            throw new ArgumentException($"A shape has 1 to 4 dimensions, got {dimensions.Length}.", nameof(dimensions));
        long size = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] < 1)
                throw new ArgumentException($"Every dimension must be at least 1, got {Format(dimensions)}.", nameof(dimensions));
            _dimensions[i] = dimensions[i];
            size *= dimensions[i];
            if (size > Array.MaxLength)
                throw new ArgumentException($"A shape holds at most {Array.MaxLength} values, got {Format(dimensions)}.", nameof(dimensions));
        }
        Rank = dimensions.Length;
        Size = (int)size;
    }

    /// <summary>The number of dimensions, 1 to 4.</summary>
    public int Rank { get; }

    /// <summary>The number of values: the product of the dimensions.</summary>
    public int Size { get; }

    /// <summary>Dimension <paramref name="i"/>, counted from 0.</summary>
    /// <param name="i">0 to <see cref="Rank"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="i"/> is outside that range.</exception>
    public int this[int i]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(i);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, Rank);
            return _dimensions[i];
        }
    }

    /// <summary>A vector of <paramref name="size"/> values.</summary>
    public static implicit operator Shape(int size) => new(size);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Rank == other.Rank && AsSpan(in _dimensions).SequenceEqual(AsSpan(in other._dimensions));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rank, _dimensions[0], _dimensions[1], _dimensions[2], _dimensions[3]);

    /// <summary>Whether both have the same dimensions.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether the dimensions differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The dimensions as <c>[28 × 28]</c>.</summary>
    public override string ToString() => Format(AsSpan(in _dimensions)[..Rank]);

    /// <summary>The dimensions as <c>28 × 28</c>, for text with brackets of its own.</summary>
    internal string Product => ToString()[1..^1];

    /// <summary>The last dimension: the units of a vector, the channels of an image.</summary>
    internal int Channels => this[Rank - 1];

    internal int[] ToArray() => AsSpan(in _dimensions)[..Rank].ToArray();

    private static string Format(ReadOnlySpan<int> dimensions) => $"[{string.Join(" × ", dimensions.ToArray())}]";

    private static ReadOnlySpan<int> AsSpan(in Dimensions dimensions) => dimensions;

    [InlineArray(4)]
    private struct Dimensions
    {
        private int _first;
    }
}
