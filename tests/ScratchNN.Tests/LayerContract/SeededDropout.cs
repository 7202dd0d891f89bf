using System.Text.Json;

namespace ScratchNN.Tests.LayerContract;

/// <summary>Inverted dropout that draws its mask again in Backward: only seeds, rows and their agreement make that work.</summary>
internal sealed class SeededDropout(float rate) : Layer
{
    public override void Forward(in ForwardPass pass)
    {
        int width = pass.InputShape.Size;
        for (int row = 0; row < pass.BatchSize; row++)
        {
            var random = pass.Random(row);
            Mask(pass.Input.Slice(row * width, width), pass.Output.Slice(row * width, width), ref random);
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        if (pass.InputGradient.IsEmpty) return;
        int width = pass.InputShape.Size;
        for (int row = 0; row < pass.BatchSize; row++)
        {
            var random = pass.Random(row);
            Mask(pass.OutputGradient.Slice(row * width, width), pass.InputGradient.Slice(row * width, width), ref random);
        }
    }

    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("rate", rate);

    private void Mask(ReadOnlySpan<float> from, Span<float> to, ref RandomStream random)
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = random.NextSingle() < rate ? 0 : from[i] / (1 - rate);
    }
}
