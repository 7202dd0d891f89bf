namespace ScratchNN;

/// <summary>The graph that <see cref="OnnxPass"/> adds to.</summary>
internal interface IOnnxGraph
{
    /// <summary>The tensor of a parameter of the model.</summary>
    string Parameter(string name);

    /// <summary>A tensor of floats that are the same for every input.</summary>
    string Constant(string name, ReadOnlySpan<float> values, Shape shape);

    /// <summary>A vector of whole numbers that are the same for every input.</summary>
    string Constant(string name, ReadOnlySpan<long> values);

    /// <summary>The output of a new node.</summary>
    string Add(string name, string type, ReadOnlySpan<string> inputs, ReadOnlySpan<(string Name, OnnxAttribute Value)> attributes);
}
