namespace ScratchNN.Tests.LayerContract;

/// <summary>y = x − the mean of the batch in training, x − a running mean in use: the heart of batch normalisation, with a statistic.</summary>
internal sealed class RunningCenter : Layer
{
    public const float Momentum = 0.1f;

    public override bool MixesBatch => true;

    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "running_mean", Shape = input, Role = ParameterRole.Statistic }];

    public override void Forward(in ForwardPass pass)
    {
        int width = pass.InputShape.Size;
        for (int i = 0; i < pass.Input.Length; i++)
            pass.Output[i] = pass.Input[i] - (pass.IsTraining ? Mean(pass.Input, i % width, width) : pass.Parameters[i % width]);
    }

    public override void Backward(in BackwardPass pass)
    {
        int width = pass.InputShape.Size;
        if (!pass.IsTraining) // y = x − running mean
        {
            pass.ParameterGradient.Clear();
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
            return;
        }
        for (int i = 0; i < width; i++) pass.ParameterGradient[i] = Momentum * pass.BatchShare * (Mean(pass.Input, i, width) - pass.Parameters[i]);
        for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = pass.OutputGradient[i] - Mean(pass.OutputGradient, i % width, width);
    }

    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Sub", [pass.Input, pass.Parameter("running_mean")]);

    private static float Mean(ReadOnlySpan<float> x, int column, int width)
    {
        float sum = 0;
        for (int at = column; at < x.Length; at += width) sum += x[at];
        return sum / (x.Length / width);
    }
}
