namespace ScratchNN.Tests.LayerContract;

/// <summary>y = w ⊙ x², with x² kept in the cache: dw = Σ dy·x², dx = 2·w·x·dy.</summary>
internal sealed class ScaledSquare : Layer
{
    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "scale", Shape = input, Role = ParameterRole.Undecayed }];

    public override int CacheSize(Shape input, int batchSize) => input.Size * batchSize;

    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => parameters.Fill(1);

    public override void Forward(in ForwardPass pass)
    {
        int width = pass.InputShape.Size;
        for (int i = 0; i < pass.Input.Length; i++)
        {
            pass.Cache[i] = pass.Input[i] * pass.Input[i];
            pass.Output[i] = pass.Parameters[i % width] * pass.Cache[i];
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        int width = pass.InputShape.Size;
        pass.ParameterGradient.Clear();
        for (int i = 0; i < pass.Input.Length; i++)
        {
            pass.ParameterGradient[i % width] += pass.OutputGradient[i] * pass.Cache[i];
            if (!pass.InputGradient.IsEmpty)
                pass.InputGradient[i] = 2 * pass.Parameters[i % width] * pass.Input[i] * pass.OutputGradient[i];
        }
    }

    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Mul", [pass.Parameter("scale"), pass.Node("Mul", [pass.Input, pass.Input])]);
}
