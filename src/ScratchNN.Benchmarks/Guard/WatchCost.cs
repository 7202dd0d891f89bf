using System.Diagnostics;
using ScratchNN.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>What the checks add to the default Fit of 784-128-10.</summary>
/// <remarks>
/// Fits of two epochs, with all checks and with none, take turns. Each stretch of ten steps counts at its best of all turns: a neighbour spoils a turn, but
/// hardly the same stretch in each. Each model is new, because where the arrays of one happen to lie makes a fifth of the time.
/// </remarks>
internal sealed class WatchCost(IReadOnlyList<Check> checks) : Callback
{
    private const int Epochs = 10, StepsPerStretch = 10, Turns = 10;

    private readonly Dictionary<long, double> _best = []; // seconds by the step that ends a stretch
    private long _began;
    private int _stepsPerEpoch;

    /// <summary>Seconds until the first step is done.</summary>
    private double Start => _best[1];

    /// <summary>From the first step of an epoch to that of the next: what follows an epoch is in it.</summary>
    private double Epoch => _best.Where(stretch => stretch.Key > 1 && stretch.Key <= _stepsPerEpoch + 1).Sum(stretch => stretch.Value);

    /// <summary>From there to the end of the Fit, with what follows the last step.</summary>
    private double Last => _best.Where(stretch => stretch.Key > _stepsPerEpoch + 1).Sum(stretch => stretch.Value);

    private double Fit10 => Start + ((Epochs - 1) * Epoch) + Last;

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
        _stepsPerEpoch = pass.Step.StepsPerEpoch;
        if (pass.Step.StepInEpoch % StepsPerStretch == 1) End(pass.Step.Step);
    }

    private void Fit(Samples x, int[] labels)
    {
        var trainer = new Trainer(new Sequential(new Dense(128), new ReLU(), new Dense(10), new Softmax()),
            new TrainerOptions { Epochs = 2, Checks = checks, Callbacks = [this] });
        _began = Stopwatch.GetTimestamp();
        trainer.Fit(x, labels);
        End((2L * _stepsPerEpoch) + 1);
    }

    private void End(long step)
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(_began, now).TotalSeconds;
        _best[step] = Math.Min(seconds, _best.GetValueOrDefault(step, double.PositiveInfinity));
        _began = now;
    }
}
