namespace ScratchNN.Tests.LayerContract;

/// <summary>y = x − the mean of the data, learned before training.</summary>
internal sealed class Center : Layer
{
    public override bool Adapts => true;

    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "mean", Shape = input, Role = ParameterRole.Adapted }];

    public override void Adapt(in AdaptPass pass)
    {
        int width = pass.InputShape.Size;
        if (pass.RowsBefore == 0) pass.Parameters.Clear();
        for (int i = 0; i < pass.Input.Length; i++)
            pass.Parameters[i % width] += (pass.Input[i] - pass.Parameters[i % width]) / (pass.RowsBefore + (i / width) + 1);
    }

    public override void Forward(in ForwardPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Input[i] - pass.Parameters[i % pass.InputShape.Size];
    }

    public override void Backward(in BackwardPass pass)
    {
        pass.ParameterGradient.Clear();
        if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Sub", [pass.Input, pass.Parameter("mean")]);
}
