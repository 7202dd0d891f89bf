namespace ScratchNN.PublicApi.Tests.Own;

/// <summary>A user's layer with the name of one of the library.</summary>
internal sealed class Tanh : Layer
{
    public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

    public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
}
