using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Interop.Tests;

/// <summary>What every layer promises of ONNX: there it computes the same.</summary>
public sealed class LayerTests
{
    public static TheoryData<string> Names => [.. LayerCases.All.Where(row => !IsRandom(row.Layer)).Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void ExportOnnx_Layer_PredictsTheSame(string name)
    {
        var row = LayerCases.Get(name);
        var model = new Sequential(row.Layer);
        model.Build(row.Input);
        row.DrawnParameters().CopyTo(model.Parameters); // biases too

        Exported.AssertPredicts(model);
    }

    /// <summary>The layers of the test suite that ONNX has no operators for.</summary>
    private static bool IsRandom(Layer layer) => layer is SeededDropout
        || (layer is Container container && container.Inner.Any(inner => IsRandom(inner.Layer)));
}
