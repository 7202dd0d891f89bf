namespace ScratchNN.Tests;

/// <summary>Keeps or drops every value by the flip of a coin, as dropout does.</summary>
internal sealed class CoinFlips : Layer
{
    public override void Forward(in ForwardPass pass)
    {
        for (int row = 0; row < pass.BatchSize; row++)
            Flip(pass.Random(row), pass.Input, pass.Output, row, pass.InputShape.Size, pass.IsTraining);
    }

    public override void Backward(in BackwardPass pass)
    {
        for (int row = 0; row < pass.BatchSize && !pass.InputGradient.IsEmpty; row++)
            Flip(pass.Random(row), pass.OutputGradient, pass.InputGradient, row, pass.InputShape.Size, true);
    }

    private static void Flip(RandomStream random, ReadOnlySpan<float> from, Span<float> to, int row, int size, bool flips)
    {
        for (int i = row * size; i < (row + 1) * size; i++)
            to[i] = !flips ? from[i] : random.NextSingle() < 0.5f ? 0 : 2 * from[i];
    }
}
