using System.Text.Json;

namespace ScratchNN.Tests.LayerContract;

/// <summary>y = f₁(f₀(x)): a user's container that leaves the gradient of an inner output to the layer that reads it.</summary>
internal sealed class InARow(Layer first, Layer second) : Container(first, new InnerLayer { Layer = second, Source = 0 })
{
    protected override Shape CombinedShape(Shape input, ReadOnlySpan<Shape> inner) => inner[1];

    protected override void Combine(in CombinePass pass) => pass.InnerOutput(1).CopyTo(pass.Output);

    protected override void Distribute(in DistributePass pass) => pass.OutputGradient.CopyTo(pass.InnerGradient(1));

    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WritePropertyName("first");
        LayerRegistry.Write(json, Inner[0].Layer);
        json.WritePropertyName("second");
        LayerRegistry.Write(json, Inner[1].Layer);
    }

    protected override string ExportOnnx(in OnnxPass pass, ReadOnlySpan<string> inner) => inner[1];
}
