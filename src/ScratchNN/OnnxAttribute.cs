namespace ScratchNN.Onnx;

/// <summary>The value of an attribute in <see cref="OnnxPass.Node"/>: a whole number, a float, or several whole numbers.</summary>
public readonly struct OnnxAttribute
{
    private OnnxAttribute(object value) => Value = value;

    /// <summary>A whole number.</summary>
    public static implicit operator OnnxAttribute(long value) => new(value);

    /// <summary>A float.</summary>
    public static implicit operator OnnxAttribute(float value) => new(value);

    /// <summary>Several whole numbers.</summary>
    public static implicit operator OnnxAttribute(long[] values) => new(values);

    /// <summary>A long, a float, or longs; null where it is <c>default</c>.</summary>
    internal object? Value { get; }
}
