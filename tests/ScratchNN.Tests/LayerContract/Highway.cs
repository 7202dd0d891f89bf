using System.Numerics.Tensors;
using System.Text.Json;

namespace ScratchNN.Tests.LayerContract;

/// <summary>y = t ⊙ σ(t) + x, with t = T(x): a user's container with a layer that reads another, an input of its own, and a cache.</summary>
internal sealed class Highway(Layer transform) : Container(transform, new InnerLayer { Layer = new Sigmoid(), Source = 0, Name = "gate" })
{
    protected override int CombineCacheSize(Shape input, int batchSize) => input.Size * batchSize;

    protected override void Combine(in CombinePass pass)
    {
        pass.InnerOutput(1).CopyTo(pass.Cache);
        TensorPrimitives.MultiplyAdd(pass.InnerOutput(0), pass.Cache, pass.Input, pass.Output);
    }

    protected override void Distribute(in DistributePass pass)
    {
        TensorPrimitives.Multiply(pass.OutputGradient, pass.Cache, pass.InnerGradient(0));
        TensorPrimitives.Multiply(pass.OutputGradient, pass.InnerOutput(0), pass.InnerGradient(1));
        if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WritePropertyName("transform");
        LayerRegistry.Write(json, Inner[0].Layer);
    }

    protected override string ExportOnnx(in OnnxPass pass, ReadOnlySpan<string> inner) => pass.Node("Add", [pass.Node("Mul", inner), pass.Input]);
}
