namespace ScratchNN;

/// <summary>A model as ONNX has it: nodes that make <c>output</c> of <c>input</c>, and the tensors that are the same for every input.</summary>
internal sealed class OnnxGraph : IOnnxGraph
{
    private const string Input = "input", Output = "output";

    private static readonly string[] _elementwise = ["Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "Selu", "Softplus", "Softsign"]; // those of one input

    private readonly Dictionary<string, NamedTensor> _parameters;
    private readonly Dictionary<string, Protobuf> _initializers = [];
    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, (string Input, long[] Axes)> _transposed = []; // tensors that are another with its axes in another order
    private readonly HashSet<string> _tensors = [Input];
    private bool _isLater; // whether an operator may need the later set

    private OnnxGraph(Model model)
    {
        NamedTensor[] tensors = [.. ParameterTensors.Of(model.BuiltPlan.Layout, model.ParameterBuffer.Memory)];
        NamedTensor.RequireSound(tensors);
        _parameters = tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The file of a model, not yet written.</summary>
    /// <exception cref="NotSupportedException">A layer cannot be exported, or the file is too large.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, a weight is not finite, or two have one name.</exception>
    public static Protobuf Export(Model model)
    {
        var graph = new OnnxGraph(model);
        string last = model.Root.ExportOnnx(new OnnxPass(graph) { Input = Input, InputShape = model.InputShape, Prefix = "" });
        graph.Require(last, "The model");
        if (model.TargetScale is { } scale) last = graph.Unstandardized(last, scale, model.OutputShape);
        if (graph._nodes.All(node => node.Output != last)) last = graph.Add("Identity", "Identity", [last], []); // what comes out is a node's
        graph.Prune(last);
        var file = graph.File(last, model.InputShape, model.OutputShape);
        return file.Length <= int.MaxValue ? file
            : throw new NotSupportedException($"The model takes {file.Length:N0} bytes, an ONNX file holds at most {int.MaxValue:N0}: use Save.");
    }

    public string Parameter(string name)
    {
        if (!_parameters.TryGetValue(name, out var tensor))
            throw new ArgumentException($"The model has no parameter '{name}'. It has {string.Join(", ", _parameters.Keys)}.", nameof(name));
        if (_tensors.Add(name)) _initializers.Add(name, OnnxMessages.Tensor(tensor));
        return name;
    }

    public string Constant(string name, ReadOnlySpan<float> values, Shape shape)
    {
        if (values.Length != shape.Size)
            throw new ArgumentException($"{name} {shape} holds {shape.Size} numbers, got {values.Length}.", nameof(values));
        name = NewTensor(name);
        _initializers.Add(name, OnnxMessages.Tensor(new NamedTensor(name, new ParameterInfo { Name = name, Shape = shape }, values.ToArray())));
        return name;
    }

    public string Constant(string name, ReadOnlySpan<long> values)
    {
        name = NewTensor(name);
        _initializers.Add(name, OnnxMessages.Tensor(name, values));
        return name;
    }

    /// <remarks>
    /// Here channels are last, in ONNX first. Each layer of images turns its input and its output, and nearly all of that is left out here: two transpositions
    /// that undo one another, and those on either side of an elementwise operator.
    /// </remarks>
    /// <inheritdoc/>
    public string Add(string name, string type, ReadOnlySpan<string> inputs, ReadOnlySpan<(string Name, OnnxAttribute Value)> attributes)
    {
        if (inputs.Length == 1 && _transposed.TryGetValue(inputs[0], out var before))
        {
            if (AxesOf(type, attributes) is { } again
                && again.Select(axis => before.Axes[axis]).SequenceEqual(Enumerable.Range(0, again.Length).Select(axis => (long)axis))) return before.Input;
            if (_elementwise.Contains(type))
                return Add(name[..^type.Length] + "Transpose", "Transpose", [Add(name, type, [before.Input], attributes)], [("perm", before.Axes)]);
        }
        _isLater |= OnnxVersion.NeedsLater(type, attributes);
        var node = new OnnxNode(NewTensor(name), type, inputs.ToArray(), new Protobuf[attributes.Length]);
        foreach (string input in inputs)
            if (input != "") Require(input, node.Output);
        for (int i = 0; i < attributes.Length; i++)
            node.Attributes[i] = OnnxMessages.Attribute(attributes[i].Name, attributes[i].Value);
        _nodes.Add(node);
        if (AxesOf(type, attributes) is { } axes) _transposed.Add(node.Output, (inputs[0], axes));
        return node.Output;
    }

    /// <summary>The axes of a transposition, in their new order; null if it is none, or turns them all around.</summary>
    private static long[]? AxesOf(string type, ReadOnlySpan<(string Name, OnnxAttribute Value)> attributes) =>
        type == "Transpose" && attributes is [("perm", var axes)] ? (long[]?)axes.Value : null;

    /// <summary>Leaves out the transpositions that nothing reads.</summary>
    private void Prune(string last)
    {
        var read = new HashSet<string> { last };
        for (int i = _nodes.Count - 1; i >= 0; i--)
            if (_transposed.ContainsKey(_nodes[i].Output) && !read.Contains(_nodes[i].Output)) _nodes.RemoveAt(i);
            else read.UnionWith(_nodes[i].Inputs);
    }

    /// <summary>y = mean + deviation ⊙ z.</summary>
    private string Unstandardized(string z, TargetScale scale, Shape output)
    {
        string scaled = Add("scale.Mul", "Mul", [z, Constant("scale.deviation", [.. scale.Deviation], output)], []);
        return Add("scale.Add", "Add", [scaled, Constant("scale.mean", [.. scale.Mean], output)], []);
    }

    private void Require(string tensor, string taker)
    {
        if (!_tensors.Contains(tensor))
            throw new ArgumentException($"{taker} takes the tensor '{tensor}', which no earlier operator produces. There are {string.Join(", ", _tensors)}.");
    }

    /// <summary>The name, with a number if it is taken.</summary>
    private string NewTensor(string name)
    {
        string free = name;
        for (int i = 2; _parameters.ContainsKey(free) || !_tensors.Add(free); i++) free = $"{name}_{i}";
        return free;
    }

    private Protobuf File(string last, Shape input, Shape output)
    {
        var graph = new Protobuf();
        foreach (var node in _nodes) graph.Add(1, node.Message(tensor => tensor == last ? Output : tensor)); // node
        graph.Add(2, OnnxMessages.Product); // name
        foreach (var tensor in _initializers.Values) graph.Add(5, tensor); // initializer
        graph.Add(11, OnnxMessages.Value(Input, input)).Add(12, OnnxMessages.Value(Output, output)); // input, output
        return OnnxMessages.Model(graph, _isLater ? OnnxVersion.Later : OnnxVersion.Early);
    }
}
