using System.Text.Json;

namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>An index 0 to n − 1 of each number: a user's layer before an embedding.</summary>
internal sealed class Binned(int count) : Layer
{
    public override void Forward(in ForwardPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = Math.Clamp((int)MathF.Floor(pass.Input[i]) + (count / 2), 0, count - 1);
    }

    public override void Backward(in BackwardPass pass) => pass.InputGradient.Clear();

    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("count", count);
}
