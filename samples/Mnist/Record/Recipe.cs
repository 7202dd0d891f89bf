using System.Diagnostics;
using ScratchNN;

namespace Mnist;

/// <summary>A way to train inputs-hidden-10: Adam, with a rate that rises and falls.</summary>
/// <param name="Hidden">Units of the hidden layer.</param>
/// <param name="BatchSize">Images per step.</param>
/// <param name="LearningRate">The highest.</param>
/// <param name="Epochs">Passes over the images.</param>
internal sealed record Recipe(int Hidden, int BatchSize, float LearningRate, int Epochs)
{
    /// <summary>
    /// One of the fastest of 30 recipes (128 to 256 units, batches of 64 to 256, rates of 0.003 to 0.008, 2 to 5 epochs) that read, with a margin, more than 98.0 % of 10,000
    /// images held out of MNIST's training set, in the mean of 15 seeds: 98.06 ± 0.02 %. The test set had no part in it.
    /// </summary>
    public static Recipe Chosen { get; } = new(256, 64, 0.005f, 3);

    /// <summary>Trains a new model with the clock running, then tests it; null if that was canceled.</summary>
    public RecordRun? Run(DigitData data, ulong seed, int threads, CancellationToken cancellationToken = default)
    {
        var clock = Stopwatch.StartNew();
        var model = new Sequential(new Dense(Hidden), new ReLU(), new Dense(10), new Softmax());
        var trainer = new Trainer(model, new()
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Optimizer = new Adam(LearningRate),
            Schedule = new OneCycle(),
            Seed = seed,
            Threads = threads,
        });
        var history = trainer.Fit(data.Train.Pixels, data.Train.Labels, cancellationToken: cancellationToken);
        double seconds = clock.Elapsed.TotalSeconds;
        if (history.StopReason == StopReason.Canceled) return null;
        return new RecordRun(seed, seconds, trainer.Evaluate(data.Test.Pixels, data.Test.Labels).Accuracy!.Value);
    }
}
