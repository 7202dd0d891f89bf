namespace ScratchNN;

/// <summary>The value of an attribute in <see cref="OnnxPass.Node"/>: a whole number, a float, or several whole numbers.</summary>
public readonly struct OnnxAttribute
{
    private const int Float = 1, Int = 2, Ints = 7; // types of an attribute

    private readonly object? _value;

    private OnnxAttribute(object value) => _value = value;

    /// <summary>A whole number.</summary>
    public static implicit operator OnnxAttribute(long value) => new(value);

    /// <summary>A float.</summary>
    public static implicit operator OnnxAttribute(float value) => new(value);

    /// <summary>Several whole numbers.</summary>
    public static implicit operator OnnxAttribute(long[] values) => new(values);

    internal Protobuf Write(string name)
    {
        var attribute = new Protobuf().Add(1, name); // name
        switch (_value)
        {
            case float value: return attribute.Add(2, value).Add(20, Float); // f, type
            case long value: return attribute.Add(3, value).Add(20, Int); // i, type
        }
        foreach (long value in (long[]?)_value ?? []) attribute.Add(8, value); // ints
        return attribute.Add(20, Ints); // type
    }
}
