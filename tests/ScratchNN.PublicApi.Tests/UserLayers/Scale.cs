namespace ScratchNN.PublicApi.Tests;

/// <summary>y = s ⊙ x + t, with a scale s and a shift t per feature.</summary>
public sealed class Scale : Layer
{
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
        [new() { Name = "scale", Shape = input }, new() { Name = "shift", Shape = input, Role = ParameterRole.Undecayed }];

    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        parameters.Clear();
        parameters[..input.Size].Fill(1);
    }

    public override void Forward(in ForwardPass pass)
    {
        int size = pass.InputShape.Size;
        for (int i = 0; i < pass.Input.Length; i++)
            pass.Output[i] = (pass.Input[i] * pass.Parameters[i % size]) + pass.Parameters[size + (i % size)];
    }

    public override void Backward(in BackwardPass pass)
    {
        int size = pass.InputShape.Size;
        pass.ParameterGradient.Clear();
        for (int i = 0; i < pass.Input.Length; i++)
        {
            pass.ParameterGradient[i % size] += pass.Input[i] * pass.OutputGradient[i];
            pass.ParameterGradient[size + (i % size)] += pass.OutputGradient[i];
            if (!pass.InputGradient.IsEmpty) pass.InputGradient[i] = pass.OutputGradient[i] * pass.Parameters[i % size];
        }
    }
}
