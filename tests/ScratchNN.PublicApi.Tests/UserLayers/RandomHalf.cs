namespace ScratchNN.PublicApi.Tests;

/// <summary>Half of the values, doubled: what has another output shape, a cache and random numbers needs.</summary>
public sealed class RandomHalf : Layer
{
    public override Shape OutputShape(Shape input)
    {
        RequireInput(input);
        return input.Size % 2 == 0 ? input.Size / 2 : throw new ArgumentException($"{this} halves an even number of features, got {input.Size}.");
    }

    public override int CacheSize(Shape input, int batchSize) => batchSize * input.Size / 2; // which of two was taken

    public override void Forward(in ForwardPass pass)
    {
        int half = pass.InputShape.Size / 2;
        for (int row = 0; row < pass.BatchSize; row++)
        {
            var random = pass.Random(row);
            for (int i = row * half; i < (row + 1) * half; i++)
            {
                pass.Cache[i] = pass.IsTraining ? random.NextInt32(2) : 0;
                pass.Output[i] = 2 * pass.Input[(2 * i) + (int)pass.Cache[i]];
            }
        }
    }

    public override void Backward(in BackwardPass pass)
    {
        if (pass.InputGradient.IsEmpty) return;
        pass.InputGradient.Clear();
        for (int i = 0; i < pass.OutputGradient.Length; i++)
            pass.InputGradient[(2 * i) + (int)pass.Cache[i]] = 2 * pass.OutputGradient[i];
    }
}
