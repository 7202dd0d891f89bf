using System.Reflection;

namespace ScratchNN;

/// <summary>A model as ONNX has it: nodes that make <c>output</c> of <c>input</c>, and the tensors that are the same for every input.</summary>
/// <remarks>Fields and their numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</remarks>
internal sealed class OnnxGraph : IOnnxGraph
{
    private const string Product = "ScratchNN", Input = "input", Output = "output";
    private const int IrVersion = 7, OperatorSet = 13; // those of ONNX 1.8, of 2020: ONNX Runtime reads them from 1.6 on
    private const int LaterIrVersion = 8, LaterOperatorSet = 17; // those of ONNX 1.12, of 2022
    private const int Float = 1, Int64 = 7; // types of a tensor
    private const int FloatAttribute = 1, IntAttribute = 2, IntsAttribute = 7;

    private static readonly string _version = typeof(OnnxGraph).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static readonly string[] _elementwise = ["Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "Selu", "Softplus", "Softsign"]; // those of one input

    /// <summary>Operators that mean the same for floats in both sets, without attributes that came between them.</summary>
    private static readonly HashSet<string> _early =
    [
        "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Conv", "Div", "Elu", "Erf", "Exp", "Flatten", "Gather", "Gemm",
            "GlobalAveragePool", "Identity", "LeakyRelu", "Log", "MatMul", "MaxPool", "Mul",
        "Pow", "Relu", "Reshape", "Selu", "Sigmoid", "Slice", "Softmax", "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Tanh", "ThresholdedRelu", "Transpose",
    ];

    private static readonly string[] _laterAttributes = ["allowzero", "training_mode"];

    private readonly Dictionary<string, NamedTensor> _parameters;
    private readonly Dictionary<string, Protobuf> _initializers = [];
    private readonly List<Node> _nodes = [];
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
        var file = graph.Model(last, model.InputShape, model.OutputShape);
        return file.Length <= int.MaxValue ? file
            : throw new NotSupportedException($"The model takes {file.Length:N0} bytes, an ONNX file holds at most {int.MaxValue:N0}: use Save.");
    }

    public string Parameter(string name)
    {
        if (!_parameters.TryGetValue(name, out var tensor))
            throw new ArgumentException($"The model has no parameter '{name}'. It has {string.Join(", ", _parameters.Keys)}.", nameof(name));
        if (_tensors.Add(name)) AddInitializer(tensor);
        return name;
    }

    public string Constant(string name, ReadOnlySpan<float> values, Shape shape)
    {
        if (values.Length != shape.Size)
            throw new ArgumentException($"{name} {shape} holds {shape.Size} numbers, got {values.Length}.", nameof(values));
        name = NewTensor(name);
        AddInitializer(new NamedTensor(name, new ParameterInfo { Name = name, Shape = shape }, values.ToArray()));
        return name;
    }

    public string Constant(string name, ReadOnlySpan<long> values)
    {
        name = NewTensor(name);
        var tensor = Tensor(name, Int64, [values.Length]);
        foreach (long value in values) tensor.Add(7, value); // int64_data
        _initializers.Add(name, tensor);
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
        foreach (var (attribute, _) in attributes) _isLater |= _laterAttributes.Contains(attribute);
        _isLater |= !_early.Contains(type);
        var node = new Node(NewTensor(name), type, inputs.ToArray(), new Protobuf[attributes.Length]);
        foreach (string input in inputs)
            if (input != "") Require(input, node.Output);
        for (int i = 0; i < attributes.Length; i++)
            node.Attributes[i] = Attribute(attributes[i].Name, attributes[i].Value);
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

    private void AddInitializer(NamedTensor tensor) => _initializers.Add(tensor.Name, Tensor(tensor.Name, Float, new AxisOrder(tensor.Info).Dimensions)
        .Add(9, tensor.ByteCount, tensor.WriteValues)); // raw_data

    /// <summary>The name, with a number if it is taken.</summary>
    private string NewTensor(string name)
    {
        string free = name;
        for (int i = 2; _parameters.ContainsKey(free) || !_tensors.Add(free); i++) free = $"{name}_{i}";
        return free;
    }

    private Protobuf Model(string last, Shape input, Shape output)
    {
        string Called(string tensor) => tensor == last ? Output : tensor;
        var graph = new Protobuf();
        foreach (var node in _nodes)
        {
            var message = new Protobuf();
            foreach (string tensor in node.Inputs) message.Add(1, Called(tensor)); // input
            message.Add(2, Called(node.Output)); // output
            message.Add(3, node.Output); // name
            message.Add(4, node.Type); // op_type
            foreach (var attribute in node.Attributes) message.Add(5, attribute); // attribute
            graph.Add(1, message); // node
        }
        graph.Add(2, Product); // name
        foreach (var tensor in _initializers.Values) graph.Add(5, tensor); // initializer
        graph.Add(11, ValueInfo(Input, input)); // input
        graph.Add(12, ValueInfo(Output, output)); // output

        return new Protobuf()
            .Add(1, _isLater ? LaterIrVersion : IrVersion) // ir_version
            .Add(2, Product) // producer_name
            .Add(3, _version) // producer_version
            .Add(7, graph) // graph
            .Add(8, new Protobuf().Add(1, "").Add(2, _isLater ? LaterOperatorSet : OperatorSet)); // opset_import: domain, version
    }

    private static Protobuf Attribute(string name, OnnxAttribute of)
    {
        var attribute = new Protobuf().Add(1, name); // name
        switch (of.Value)
        {
            case float value: return attribute.Add(2, value).Add(20, FloatAttribute); // f, type
            case long value: return attribute.Add(3, value).Add(20, IntAttribute); // i, type
        }
        foreach (long value in (long[]?)of.Value ?? []) attribute.Add(8, value); // ints
        return attribute.Add(20, IntsAttribute); // type
    }

    private static Protobuf Tensor(string name, int type, ReadOnlySpan<int> dimensions)
    {
        var tensor = new Protobuf();
        foreach (int dimension in dimensions) tensor.Add(1, dimension); // dims
        return tensor.Add(2, type).Add(8, name); // data_type, name
    }

    /// <summary>Floats of a batch of any size.</summary>
    private static Protobuf ValueInfo(string name, Shape sample)
    {
        var shape = new Protobuf().Add(1, new Protobuf().Add(2, "batch")); // dim: dim_param
        foreach (int dimension in sample.ToArray()) shape.Add(1, new Protobuf().Add(1, dimension)); // dim: dim_value
        var type = new Protobuf().Add(1, Float).Add(2, shape); // elem_type, shape
        return new Protobuf().Add(1, name).Add(2, new Protobuf().Add(1, type)); // name, type: tensor_type
    }

    private sealed record Node(string Output, string Type, string[] Inputs, Protobuf[] Attributes);
}
