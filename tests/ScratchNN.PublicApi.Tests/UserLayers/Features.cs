using System.Text.Json;

namespace ScratchNN.PublicApi.Tests;

/// <summary>Some of the features: y = x[first..end].</summary>
internal sealed class Features(int first, int end) : Layer
{
    public override Shape OutputShape(Shape input) => end <= input.Size ? end - first
        : throw new ArgumentException($"Features {first} to {end - 1} of {input.Size}.");

    public override void Forward(in ForwardPass pass)
    {
        int width = pass.InputShape.Size, own = end - first;
        for (int row = 0; row < pass.BatchSize; row++) pass.Input.Slice((row * width) + first, own).CopyTo(pass.Output[(row * own)..]);
    }

    public override void Backward(in BackwardPass pass)
    {
        if (pass.InputGradient.IsEmpty) return;
        pass.InputGradient.Clear();
        int width = pass.InputShape.Size, own = end - first;
        for (int row = 0; row < pass.BatchSize; row++) pass.OutputGradient.Slice(row * own, own).CopyTo(pass.InputGradient[((row * width) + first)..]);
    }

    public override string ExportOnnx(in OnnxPass pass) =>
        pass.Node("Slice", [pass.Input, pass.Constant("starts", [first]), pass.Constant("ends", [end]), pass.Constant("axes", [-1])]);

    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteNumber("first", first);
        json.WriteNumber("end", end);
    }

    public static Features Read(JsonElement json) => new(json.GetProperty("first").GetInt32(), json.GetProperty("end").GetInt32());
}
