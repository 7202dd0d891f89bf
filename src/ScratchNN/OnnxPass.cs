namespace ScratchNN.Onnx;

/// <summary>The argument of <see cref="Layer.ExportOnnx"/>, which reads it and adds to it: the graph of a model, tensors by name and nodes between
/// them.</summary>
/// <remarks>
/// The first dimension of a tensor is the batch, whose size is open. Operators and attributes are those of ONNX, operator set 17:
/// https://onnx.ai/onnx/operators.
/// <code>
/// y = x / (1 + |x|)          return pass.Node("Softsign", [pass.Input]);
/// y = s ⊙ x, a parameter     return pass.Node("Mul", [pass.Input, pass.Parameter("scale")]);
/// y = 3·x                    return pass.Node("Mul", [pass.Input, pass.Constant("factor", [3f])]);
/// </code>
/// </remarks>
public readonly ref struct OnnxPass
{
    private readonly IOnnxGraph _graph;

    internal OnnxPass(IOnnxGraph graph) => _graph = graph;

    /// <summary>The tensor X [N × input shape].</summary>
    public required string Input { get; init; }

    /// <summary>The shape of one input sample.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>The prefix of the layer's names: <c>0.</c>, or <c>1.0.</c> for the first layer of a block that is layer 1.</summary>
    public required string Prefix { get; init; }

    /// <summary>X as [N × input size].</summary>
    public string FlatInput() => InputShape.Rank == 1 ? Input : Node("Flatten", [Input]);

    /// <summary>X with its channels before its places, as operators of images take it: [N × channels × places].</summary>
    /// <param name="places">The axes of a place: 2 of an image, 1 of a sequence. If the input has no axis but those, it is one channel.</param>
    internal string ChannelsFirst(int places) => InputShape.Rank == places
        ? Node("Reshape", [Input, Constant("shape", [-1, 1, .. InputShape.ToArray()])])
        : Node("Transpose", [Input], ("perm", (long[])[0, places + 1, .. Axes(1, places)]));

    /// <summary>A tensor [N × channels × places] with its channels last, as layers have it.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="places">The axes of a place.</param>
    internal string ChannelsLast(string tensor, int places) => Node("Transpose", [tensor], ("perm", (long[])[0, .. Axes(2, places), 1]));

    private static IEnumerable<long> Axes(int first, int count) => Enumerable.Range(first, count).Select(axis => (long)axis);

    /// <summary>A flat tensor in another shape.</summary>
    /// <param name="tensor">[N × size].</param>
    /// <param name="shape">The shape of a sample.</param>
    /// <returns>The tensor [N × shape].</returns>
    public string Reshape(string tensor, Shape shape) =>
        shape.Rank == 1 ? tensor : Node("Reshape", [tensor, Constant("shape", [-1, .. shape.ToArray()])]);

    /// <summary>One of the layer's parameters.</summary>
    /// <param name="name">Its name as <see cref="Layer.Parameters"/> lists it. Its axes are in the order of <see cref="ParameterInfo.FileAxes"/>.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The layer has none of that name.</exception>
    public string Parameter(string name) => _graph.Parameter(Prefix + name);

    /// <summary>Numbers that are the same for every input.</summary>
    /// <param name="name">Their name.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="shape">Their dimensions, without a batch. Default: a vector.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">There are more or fewer numbers than the shape holds.</exception>
    public string Constant(string name, ReadOnlySpan<float> values, Shape? shape = null) =>
        _graph.Constant(Prefix + name, values, shape ?? values.Length);

    /// <summary>A vector of whole numbers, as operators take them for shapes and axes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The numbers.</param>
    /// <returns>The tensor.</returns>
    public string Constant(string name, ReadOnlySpan<long> values) => _graph.Constant(Prefix + name, values);

    /// <summary>Adds an operator of one output.</summary>
    /// <param name="type">The operator: <c>"Gemm"</c>.</param>
    /// <param name="inputs">Tensors, in the operator's order; <c>""</c> for one left out.</param>
    /// <param name="attributes">Those that are not to have their default.</param>
    /// <returns>The tensor of its output.</returns>
    /// <exception cref="ArgumentException">There is no tensor of such a name.</exception>
    public string Node(string type, ReadOnlySpan<string> inputs, params ReadOnlySpan<(string Name, OnnxAttribute Value)> attributes) =>
        _graph.Add(Prefix + type, type, inputs, attributes);
}
