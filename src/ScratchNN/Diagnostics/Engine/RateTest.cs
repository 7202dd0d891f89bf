namespace ScratchNN;

/// <summary>How far learning rates from a thousandth to a thousand times the present one come in 50 steps, on clones of a model; and further, while the last is the best.</summary>
internal sealed class RateTest
{
    public const int Steps = 50;

    private const int Powers = 3, MostPowers = 9; // of ten, down and up

    private readonly List<RateTrial> _trials = [];

    public RateTest(Model model, TrainerOptions options, Problem problem, RowSource data, Workers workers)
    {
        int batchSize = Math.Min(options.BatchSize, data.Count);
        int[] all = [.. Enumerable.Range(0, data.Count)];
        int[] rows = RowSample.Of(all, (int)Math.Min((long)Steps * batchSize, int.MaxValue), options.Seed);
        int[] measured = RowSample.Of(all, CheckRunner.ProbeRowsOf(model), options.Seed);
        LossBefore = Evaluate(model, data);
        Present = Try(0, data);
        _trials.Add(Present);
        for (int power = 1; power <= Powers || (power <= MostPowers && IsBetter(_trials[^1], _trials[^2])); power++) _trials.Add(Try(power, data));
        for (int power = 1; power <= Powers || (power <= MostPowers && IsBetter(_trials[0], _trials[1])); power++) _trials.Insert(0, Try(-power, data));

        RateTrial Try(int power, in RowSource data)
        {
            double factor = 1;
            for (int i = 0; i < Math.Abs(power); i++) factor *= power < 0 ? 0.1 : 10;
            var clone = model.Clone();
            var how = Quiet(options) with { Epochs = Math.Max(1, (int)((long)Steps * batchSize / rows.Length)), Schedule = new ScaledSchedule(factor) };
            double reached = double.NaN;
            try
            {
                if (new TrainingRun(clone, how, new TrainingState(clone, options), problem, data, data, new RowSplit(rows, []), workers).Run(default).StopReason != StopReason.Broken)
                    reached = Evaluate(clone, data);
            }
            catch (Exception) // of a layer or loss of the user's, for numbers that only this rate makes
            {
            }
            return new RateTrial { LearningRate = (float)(options.Optimizer.LearningRate * factor), Loss = reached };
        }

        double Evaluate(Model trained, in RowSource data) =>
            new Objective(trained, problem, measured.Length, measured.Length, options.Seed, workers).Evaluate(data, measured).Loss;

        bool IsBetter(RateTrial last, RateTrial next) => last == Best && last.Loss < Math.Min(next.Loss, LossBefore);
    }

    /// <summary>On the samples of a probe, up to 512.</summary>
    public double LossBefore { get; }

    /// <summary>From the lowest rate to the highest; the loss of each on the same samples.</summary>
    public IReadOnlyList<RateTrial> Trials => _trials;

    /// <summary>The one that came furthest.</summary>
    public RateTrial Best => _trials.Where(trial => double.IsFinite(trial.Loss)).DefaultIfEmpty(Present).MinBy(trial => trial.Loss)!;

    /// <summary>The one with the rate of the options.</summary>
    public RateTrial Present { get; }

    /// <summary>Options for a run that nobody watches.</summary>
    public static TrainerOptions Quiet(TrainerOptions options) => options with
    {
        Checks = [],
        Metrics = [],
        Callbacks = [],
        ValidationSplit = null,
        Schedule = new ConstantSchedule(),
        WhenBroken = WhenBroken.Stop,
    };
}
