#if TORCHSHARP
namespace ScratchNN.Benchmarks;

/// <summary>Whether both learn as much: the same networks, batches and optimizer, many seeds each, judged by MNIST's test images.</summary>
internal sealed class AccuracyRun(string mnist)
{
    private const int Epochs = 3, Threads = 1, Pixels = 784;

    private readonly (float[] X, int[] Labels) _train = Images.Read(mnist, "train"), _test = Images.Read(mnist, "t10k");

    /// <summary>
    /// A row for each network: both means with their deviations s, and their difference in standard errors of it, which are √((s₁² + s₂²)/n).
    /// </summary>
    public void Run(IEnumerable<PeerSetting> settings, int seeds, TextWriter output)
    {
        var table = new MarkdownTable(output, firstWidth: 34, "network", "TorchSharp", "ScratchNN", "difference", "standard errors");
        using var torch = new TorchTrainer(_train.X, _train.Labels, _test.X, _test.Labels);
        foreach (var setting in settings)
        {
            double[] theirs = new double[seeds], ours = new double[seeds];
            for (int seed = 0; seed < seeds; seed++)
            {
                theirs[seed] = torch.Accuracy(setting.Network, setting.BatchSize, Epochs, Threads, seed);
                ours[seed] = Accuracy(setting, seed);
            }
            Spread a = OfSample(theirs), b = OfSample(ours);
            double difference = b.Mean - a.Mean, error = Math.Sqrt(((a.Deviation * a.Deviation) + (b.Deviation * b.Deviation)) / seeds);
            table.Add($"{setting}", Text(a), Text(b), $"{difference:+0.0000;-0.0000}", $"{difference / error:+0.0;-0.0}");
        }
    }

    private double Accuracy(PeerSetting setting, int seed)
    {
        var model = setting.Model();
        var trainer = new Trainer(model, new() { Epochs = Epochs, BatchSize = setting.BatchSize, Threads = Threads, Seed = (ulong)seed });
        trainer.Fit(new Samples(_train.X, Pixels), _train.Labels);
        return model.Evaluate(new Samples(_test.X, Pixels), _test.Labels).Accuracy!.Value;
    }

    private static string Text(Spread spread) => $"{spread.Mean:0.0000} ± {spread.Deviation:0.0000}";

    /// <summary>Seeds are a sample of all there are: s² = Σ(x − mean)² / (n − 1).</summary>
    private static Spread OfSample(double[] values)
    {
        var spread = Spread.Of(values);
        return spread with { Deviation = spread.Deviation * Math.Sqrt(values.Length / (values.Length - 1.0)) };
    }
}
#endif
