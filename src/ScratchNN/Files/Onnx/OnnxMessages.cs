using System.Reflection;

namespace ScratchNN;

/// <summary>The messages that an ONNX file consists of. The comments name their fields.</summary>
/// <remarks>Fields and their numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</remarks>
internal static class OnnxMessages
{
    public const string Product = "ScratchNN";

    private const int Float = 1, Int64 = 7; // types of a tensor
    private const int FloatAttribute = 1, IntAttribute = 2, IntsAttribute = 7;

    private static readonly string _version = typeof(OnnxMessages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static Protobuf Model(Protobuf graph, OnnxVersion version) => new Protobuf()
        .Add(1, version.Ir) // ir_version
        .Add(2, Product) // producer_name
        .Add(3, _version) // producer_version
        .Add(7, graph) // graph
        .Add(8, new Protobuf().Add(1, "").Add(2, version.OperatorSet)); // opset_import: domain, version

    public static Protobuf Attribute(string name, OnnxAttribute of)
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

    public static Protobuf Tensor(NamedTensor tensor) =>
        Tensor(tensor.Name, Float, new AxisOrder(tensor.Info).Dimensions).Add(9, tensor.ByteCount, tensor.WriteValues); // raw_data

    public static Protobuf Tensor(string name, ReadOnlySpan<long> values)
    {
        var tensor = Tensor(name, Int64, [values.Length]);
        foreach (long value in values) tensor.Add(7, value); // int64_data
        return tensor;
    }

    private static Protobuf Tensor(string name, int type, ReadOnlySpan<int> dimensions)
    {
        var tensor = new Protobuf();
        foreach (int dimension in dimensions) tensor.Add(1, dimension); // dims
        return tensor.Add(2, type).Add(8, name); // data_type, name
    }

    /// <summary>What goes in or comes out: floats of a batch of any size.</summary>
    public static Protobuf Value(string name, Shape sample)
    {
        var shape = new Protobuf().Add(1, new Protobuf().Add(2, "batch")); // dim: dim_param
        foreach (int dimension in sample.ToArray()) shape.Add(1, new Protobuf().Add(1, dimension)); // dim: dim_value
        var type = new Protobuf().Add(1, Float).Add(2, shape); // elem_type, shape
        return new Protobuf().Add(1, name).Add(2, new Protobuf().Add(1, type)); // name, type: tensor_type
    }
}
