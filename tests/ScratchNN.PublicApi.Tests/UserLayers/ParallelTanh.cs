namespace ScratchNN.PublicApi.Tests;

/// <summary>tanh, its rows shared among the workers.</summary>
public sealed class ParallelTanh : Layer
{
    public override void Forward(in ForwardPass pass) => pass.Workers.For(pass.BatchSize, new Rows(pass.Input, pass.Output, pass.InputShape.Size));

    public override void Backward(in BackwardPass pass)
    {
        for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = (1 - (pass.Output[i] * pass.Output[i])) * pass.OutputGradient[i];
    }

    private readonly ref struct Rows(ReadOnlySpan<float> x, Span<float> y, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow * columns; i < endRow * columns; i++) _y[i] = MathF.Tanh(_x[i]);
        }
    }
}
