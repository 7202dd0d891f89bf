namespace ScratchNN;

/// <summary>y = x: what is left of a model whose only layer the loss absorbs.</summary>
internal sealed class Identity : Layer
{
    public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

    public override void Backward(in BackwardPass pass)
    {
        if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
    }
}
