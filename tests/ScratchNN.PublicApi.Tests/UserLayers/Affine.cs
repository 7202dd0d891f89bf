namespace ScratchNN.PublicApi.Tests;

/// <summary>Y = X·W + b, a linear layer of a user's.</summary>
internal sealed class Affine(int units, float first = 0.3f) : Layer
{
    public override bool IsLinear => true;

    public override Shape OutputShape(Shape input) => units;

    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
    [
        new() { Name = "shift", Shape = units, Role = ParameterRole.Undecayed },
        new() { Name = "matrix", Shape = new Shape(input.Size, units), FanIn = input.Size },
    ];

    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random)
    {
        random.FillNormal(parameters, first);
        parameters[..units].Clear();
    }

    public override void Forward(in ForwardPass pass) =>
        Gemm.Multiply(pass.Input, pass.Parameters[units..], pass.Output, pass.BatchSize, units, pass.InputShape.Size, bias: pass.Parameters[..units],
            workers: pass.Workers);

    public override void Backward(in BackwardPass pass)
    {
        int inputs = pass.InputShape.Size;
        pass.ParameterGradient.Clear();
        for (int i = 0; i < pass.OutputGradient.Length; i++) pass.ParameterGradient[i % units] += pass.OutputGradient[i];
        Gemm.MultiplyTransposedA(pass.Input, pass.OutputGradient, pass.ParameterGradient[units..], inputs, units, pass.BatchSize, workers: pass.Workers);
        if (!pass.InputGradient.IsEmpty)
            Gemm.MultiplyTransposedB(pass.OutputGradient, pass.Parameters[units..], pass.InputGradient, pass.BatchSize, inputs, units, workers: pass.Workers);
    }
}
