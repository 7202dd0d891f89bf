using System.Numerics.Tensors;
using System.Text.Json;

namespace ScratchNN.PublicApi.Tests;

/// <summary>y = a(x) ⊙ g(x): a container of your own.</summary>
internal sealed class Gated(Layer value, Layer gate)
    : Container(new InnerLayer { Layer = value, Name = "value" }, new InnerLayer { Layer = gate, Name = "gate" })
{
    protected override void Combine(in CombinePass pass) => TensorPrimitives.Multiply(pass.InnerOutput(0), pass.InnerOutput(1), pass.Output);

    protected override void Distribute(in DistributePass pass)
    {
        TensorPrimitives.Multiply(pass.OutputGradient, pass.InnerOutput(1), pass.InnerGradient(0)); // da = dy ⊙ g
        TensorPrimitives.Multiply(pass.OutputGradient, pass.InnerOutput(0), pass.InnerGradient(1)); // dg = dy ⊙ a
    }

    protected override string ExportOnnx(in OnnxPass pass, ReadOnlySpan<string> inner) => pass.Node("Mul", [inner[0], inner[1]]);

    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WritePropertyName("value");
        LayerRegistry.Write(json, Inner[0].Layer);
        json.WritePropertyName("gate");
        LayerRegistry.Write(json, Inner[1].Layer);
    }

    public static Gated Read(JsonElement json, LayerRegistry layers) => new(layers.Read(json.GetProperty("value")), layers.Read(json.GetProperty("gate")));
}
