namespace ScratchNN.PublicApi.Tests;

/// <summary>y = x·|x|: all that a layer without parameters needs.</summary>
public sealed class SignedSquare : Layer
{
    public override void Forward(in ForwardPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Input[i] * MathF.Abs(pass.Input[i]);
    }

    public override void Backward(in BackwardPass pass)
    {
        for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = 2 * MathF.Abs(pass.Input[i]) * pass.OutputGradient[i];
    }
}
