namespace ScratchNN;

/// <summary>A parameter, and its place in the flat vector.</summary>
internal readonly record struct PlacedParameter(ParameterInfo Info, int Offset)
{
    /// <summary>The numbers of it.</summary>
    public int Size => Info.Shape.Size;

    /// <summary>One past its last number.</summary>
    public int End => Offset + Size;

    /// <summary>Where its numbers are.</summary>
    public Range Range => Offset..End;

    /// <summary>Its part of the vector.</summary>
    public Span<float> Of(Span<float> vector) => vector[Range];

    /// <inheritdoc cref="Of(Span{float})"/>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> vector) => vector[Range];

    /// <inheritdoc cref="Of(Span{float})"/>
    public ReadOnlyMemory<float> Of(ReadOnlyMemory<float> vector) => vector[Range];
}
