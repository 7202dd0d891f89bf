namespace ScratchNN;

/// <summary>A model as it is, of which clones take steps with other learning rates, each from the same weights.</summary>
internal readonly ref struct RateBench
{
    public required Model Model { get; init; }

    /// <summary>The optimizer state; null if there is none yet.</summary>
    public required float[]? Optimizer { get; init; }

    public required TrainerOptions Options { get; init; }
    public required Problem Problem { get; init; }
    public required RowSource Data { get; init; }

    /// <summary>The rows to train on.</summary>
    public required int[] Rows { get; init; }

    /// <summary>The rows to measure on.</summary>
    public required int[] Measured { get; init; }

    public required Workers Workers { get; init; }

    /// <summary>The loss of each measured row, before any step.</summary>
    public RateRun Before() => new(new RateTrial { LearningRate = 0, Loss = Measure(Model, out float[] losses) }, losses);

    /// <summary>That many steps with the present rate times a power of ten.</summary>
    public RateRun Try(int power, int steps)
    {
        double factor = 1;
        for (int i = 0; i < Math.Abs(power); i++) factor *= power < 0 ? 0.1 : 10;
        var clone = Model.Clone();
        int batchSize = Math.Min(Options.BatchSize, Rows.Length);
        int[] rows = RowSample.Of(Rows, (int)Math.Min((long)steps * batchSize, int.MaxValue), Options.Seed);
        var how = RateTest.Quiet(Options) with { Epochs = Math.Max(1, (int)((long)steps * batchSize / rows.Length)), Schedule = new ScaledSchedule(factor) };
        double reached = double.NaN;
        float[] losses = [];
        try
        {
            var state = new TrainingState(clone, Options);
            if (Optimizer != null) Optimizer.CopyTo(state.Optimizer);
            if (new TrainingRun(clone, how, state, Problem, Data, Data, new RowSplit(rows, []), Workers).Run(default).StopReason != StopReason.Broken)
                reached = Measure(clone, out losses);
        }
        catch (Exception) // of a layer or loss of the user's, for numbers that only this rate makes
        {
        }
        return new RateRun(new RateTrial { LearningRate = (float)(Options.Optimizer.LearningRate * factor), Loss = reached }, losses);
    }

    private double Measure(Model trained, out float[] losses)
    {
        var objective = new Objective(trained, Problem, Measured.Length, Measured.Length, Options.Seed, Workers);
        double loss = objective.Evaluate(Data, Measured).Loss;
        losses = objective.LastMicroBatch.RowLosses.ToArray();
        return loss;
    }
}
