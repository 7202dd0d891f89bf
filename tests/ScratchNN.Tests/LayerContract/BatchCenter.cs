namespace ScratchNN.Tests.LayerContract;

/// <summary>y = x − mean of the batch; dx = dy − mean of dy. The smallest layer that mixes the batch.</summary>
internal sealed class BatchCenter(bool declares = true) : Layer
{
    public override bool MixesBatch => declares;

    public override void Forward(in ForwardPass pass) => Center(pass.Input, pass.Output, pass.BatchSize);

    public override void Backward(in BackwardPass pass)
    {
        if (!pass.InputGradient.IsEmpty) Center(pass.OutputGradient, pass.InputGradient, pass.BatchSize);
    }

    public override string ExportOnnx(in OnnxPass pass) =>
        pass.Node("Sub", [pass.Input, pass.Node("ReduceMean", [pass.Input], ("axes", new long[] { 0 }))]);

    private static void Center(ReadOnlySpan<float> from, Span<float> to, int rows)
    {
        int width = from.Length / rows;
        for (int column = 0; column < width; column++)
        {
            float sum = 0;
            for (int row = 0; row < rows; row++) sum += from[(row * width) + column];
            for (int row = 0; row < rows; row++) to[(row * width) + column] = from[(row * width) + column] - (sum / rows);
        }
    }
}
