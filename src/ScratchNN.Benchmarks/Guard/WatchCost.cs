using System.Diagnostics;
using ScratchNN.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>What the checks add to the default Fit of 784-128-10.</summary>
/// <remarks>
/// Fits of one epoch, with all checks and with none, take turns. Each stretch of ten steps counts at its best of all turns: a neighbour spoils a turn, but hardly
/// the same stretch in each. Each model is new, because where the arrays of one happen to lie makes a fifth of the time.
/// </remarks>
internal sealed class WatchCost(IReadOnlyList<Check> checks) : Callback
{
    private const int Epochs = 10, StepsPerStretch = 10, Turns = 12;

    private readonly Dictionary<int, double> _best = []; // seconds by the step that ends a stretch; 0 is the end of the epoch
    private long _began;

    /// <summary>Before the first step is over: once in a Fit.</summary>
    private double Start => _best[1];

    private double Fit10 => Start + (Epochs * (_best.Values.Sum() - Start));

    /// <summary>How many times as long a Fit of 10 epochs takes without checks: below 1.</summary>
    public static double Ratio(Samples x, int[] labels)
    {
        WatchCost watched = new(Check.All), alone = new([]);
        for (int turn = 0; turn < Turns; turn++)
        {
            watched.Fit(x, labels);
            alone.Fit(x, labels);
        }
        return alone.Fit10 / watched.Fit10;
    }

    public override void OnStepEnd(in CallbackPass pass)
    {
        if (pass.Step.StepInEpoch % StepsPerStretch == 1) End(pass.Step.StepInEpoch);
    }

    private void Fit(Samples x, int[] labels)
    {
        var trainer = new Trainer(new Sequential(new Dense(128), new ReLU(), new Dense(10), new Softmax()), new TrainerOptions { Epochs = 1, Checks = checks, Callbacks = [this] });
        _began = Stopwatch.GetTimestamp();
        trainer.Fit(x, labels);
        End(0);
    }

    private void End(int stretch)
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(_began, now).TotalSeconds;
        _best[stretch] = Math.Min(seconds, _best.GetValueOrDefault(stretch, double.PositiveInfinity));
        _began = now;
    }
}
