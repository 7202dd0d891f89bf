using ScratchNN;
using ScratchNN.Numerics;

namespace Doctor;

/// <summary>Y = X·W, as many outputs as inputs, with one of the mistakes that are made in its gradient.</summary>
internal sealed class OwnDense(OwnDense.Mistake mistake) : Layer
{
    public enum Mistake
    {
        None,
        NoTranspose,
        AveragedTwice,
        Accumulated,
        NotAssigned,
    }

    public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
        [new() { Name = "weight", Shape = new Shape(input.Size, input.Size), FanIn = input.Size }];

    public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random) =>
        random.FillNormal(parameters, MathF.Sqrt(1f / input.Size));

    public override void Forward(in ForwardPass pass)
    {
        int k = pass.InputShape.Size;
        for (int row = 0; row < pass.BatchSize; row++)
            for (int j = 0; j < k; j++)
            {
                float sum = 0;
                for (int i = 0; i < k; i++) sum += pass.Input[(row * k) + i] * pass.Parameters[(i * k) + j];
                pass.Output[(row * k) + j] = sum;
            }
    }

    public override void Backward(in BackwardPass pass)
    {
        int k = pass.InputShape.Size;
        float scale = mistake == Mistake.AveragedTwice ? 1f / pass.BatchSize : 1;
        for (int i = 0; i < k && mistake != Mistake.NotAssigned; i++)
            for (int j = 0; j < k; j++)
            {
                float sum = mistake == Mistake.Accumulated ? pass.ParameterGradient[(i * k) + j] : 0;
                for (int row = 0; row < pass.BatchSize; row++) sum += scale * pass.Input[(row * k) + i] * pass.OutputGradient[(row * k) + j];
                pass.ParameterGradient[(i * k) + j] = sum;
            }
        for (int at = 0; at < pass.InputGradient.Length; at++)
        {
            int row = at / k, i = at % k;
            float sum = 0;
            for (int j = 0; j < k; j++) sum += pass.OutputGradient[(row * k) + j] * pass.Parameters[mistake == Mistake.NoTranspose ? (j * k) + i : (i * k) + j];
            pass.InputGradient[at] = sum;
        }
    }
}
