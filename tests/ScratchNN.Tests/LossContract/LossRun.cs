namespace ScratchNN.Tests.LossContract;

/// <summary>One Compute of a loss on memory of its own.</summary>
internal sealed class LossRun
{
    private readonly LossCase _row;

    public LossRun(LossCase row, int batchSize)
    {
        (_row, int k) = (row, row.Outputs);
        bool isYesNo = row.Loss.Meaning == OutputKind.YesNo;
        Output = Draw.Normal(batchSize * k, 1, 2);
        var random = new RandomStream(2, 0);
        int[] labels = [.. Enumerable.Range(0, batchSize).Select(_ => random.NextInt32(k == 1 ? isYesNo ? 2 : 9 : k))];
        Labels = row.Against == Against.Labels ? labels : [];
        Targets = row.Against == Against.Labels ? [] : new float[batchSize * k];
        for (int i = 0; i < Targets.Length; i++)
            Targets[i] = row.Against == Against.OneHot ? (k == 1 ? labels[i] : labels[i / k] == i % k ? 1 : 0) : random.NextSingle() * (isYesNo ? 1 : 4f / k);
        if (row.Against == Against.Soft && !(isYesNo && k == 1))
            foreach (int start in Enumerable.Range(0, batchSize))
            {
                float sum = Targets.AsSpan(start * k, k).ToArray().Sum();
                for (int j = 0; j < k; j++) Targets[(start * k) + j] /= sum;
            }
        Losses = Draw.Filled(batchSize, float.NaN);
        Gradient = Draw.Filled(Output.Length, float.NaN);
    }

    public float[] Output { get; }
    public int[] Labels { get; }
    public float[] Targets { get; }
    public float[] Losses { get; }
    public float[] Gradient { get; }
    public Workers? Workers { get; init; }

    public LossRun Run(bool wantsGradient = true)
    {
        _row.Loss.Compute(new LossPass
        {
            Output = Output,
            Labels = Labels,
            Targets = Targets,
            Losses = Losses,
            OutputGradient = wantsGradient ? Gradient : default,
            BatchSize = Losses.Length,
            Workers = Workers ?? Workers.None,
        });
        return this;
    }

    public void AssertSameBits(LossRun actual)
    {
        Bits.AssertEqual(Losses, actual.Losses, "losses");
        Bits.AssertEqual(Gradient, actual.Gradient, "gradient");
    }
}
