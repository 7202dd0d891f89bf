using System.Diagnostics;
using ScratchNN.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>What the checks add to the default Fit of 784-128-10.</summary>
/// <remarks>
/// Of 10 epochs a model that learns is looked at after 1, 2, 4 and 8, and after the last. So Fits of four epochs, with all checks and with none, take turns.
/// Each stretch of ten steps counts at its best of all turns: a neighbour spoils a turn, but hardly the same stretch in each. Each model is new, because where
/// the arrays of one happen to lie makes a fifth of the time.
/// </remarks>
internal sealed class WatchCost(IReadOnlyList<Check> checks) : Callback
{
    private const int Looked = 4, NotLooked = 5, StepsPerStretch = 10, Turns = 10; // epochs of 10, but for the last

    private readonly Dictionary<long, double> _best = []; // seconds by the step that ends a stretch
    private long _began;
    private int _stepsPerEpoch;

    /// <summary>Seconds until the first step is done.</summary>
    private double Start => _best[1];

    /// <summary>From the first step of the last epoch to the end of the Fit, with what follows the last step.</summary>
    private double Last => Between(3, 4);

    private double Fit10 => Start + (Looked * Between(1, 2)) + (NotLooked * Between(2, 3)) + Last;

    /// <summary>From the first step of an epoch to that of a later one, counted from 0: what follows the epochs between is in it.</summary>
    private double Between(int epoch, int next) =>
        _best.Where(stretch => stretch.Key > ((long)epoch * _stepsPerEpoch) + 1 && stretch.Key <= ((long)next * _stepsPerEpoch) + 1)
            .Sum(stretch => stretch.Value);

    /// <summary>
    /// How many times as long a Fit of 10 epochs takes without checks: below 1. And the same from its first step on, which is what watching costs.
    /// </summary>
    public static (double Fit, double Watching) Ratios(Samples x, int[] labels)
    {
        WatchCost watched = new(Check.All), alone = new([]);
        for (int turn = 0; turn < Turns; turn++)
        {
            watched.Fit(x, labels);
            alone.Fit(x, labels);
        }
        return (alone.Fit10 / watched.Fit10, (alone.Fit10 - alone.Start) / (watched.Fit10 - watched.Start));
    }

    public override void OnStepEnd(in CallbackPass pass)
    {
        _stepsPerEpoch = pass.Step.StepsPerEpoch;
        if (pass.Step.StepInEpoch % StepsPerStretch == 1) End(pass.Step.Step);
    }

    private void Fit(Samples x, int[] labels)
    {
        var trainer = new Trainer(new Sequential(new Dense(128), new ReLU(), new Dense(10), new Softmax()),
            new TrainerOptions { Epochs = 4, Checks = checks, Callbacks = [this] });
        _began = Stopwatch.GetTimestamp();
        trainer.Fit(x, labels);
        End((4L * _stepsPerEpoch) + 1);
    }

    private void End(long step)
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(_began, now).TotalSeconds;
        _best[step] = Math.Min(seconds, _best.GetValueOrDefault(step, double.PositiveInfinity));
        _began = now;
    }
}
