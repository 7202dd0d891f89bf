#if TORCHSHARP
using ScratchNN.Numerics;

namespace ScratchNN.Benchmarks;

/// <summary>Whether both learn as much: the same networks, batches and optimizer, many seeds each, judged by MNIST's test images.</summary>
internal sealed class AccuracyRun(string mnist)
{
    private const int Epochs = 3, Threads = 1, Pixels = 784;

    private readonly (float[] X, int[] Labels) _train = Images.Read(mnist, "train"), _test = Images.Read(mnist, "t10k");

    /// <summary>
    /// A row for each network: the means with their deviations s, ours from first values drawn as libtorch draws them and from our own, and how far each of
    /// ours lies from libtorch's in standard errors of the difference, which are √((s₁² + s₂²)/n).
    /// </summary>
    public void Run(IEnumerable<PeerSetting> settings, int seeds, TextWriter output)
    {
        var table = new MarkdownTable(output, firstWidth: 30, "network", "TorchSharp", "ScratchNN, drawn alike", "errors", "ScratchNN", "errors");
        using var torch = new TorchTrainer(_train.X, _train.Labels, _test.X, _test.Labels);
        foreach (var setting in settings)
        {
            double[] theirs = new double[seeds], alike = new double[seeds], ours = new double[seeds];
            for (int seed = 0; seed < seeds; seed++)
            {
                theirs[seed] = torch.Accuracy(setting.Network, setting.BatchSize, Epochs, Threads, seed);
                alike[seed] = Accuracy(setting, seed, drawsAlike: true);
                ours[seed] = Accuracy(setting, seed, drawsAlike: false);
            }
            Spread a = OfSample(theirs), b = OfSample(alike), c = OfSample(ours);
            table.Add($"{setting}", Text(a), Text(b), Errors(a, b, seeds), Text(c), Errors(a, c, seeds));
        }
    }

    private double Accuracy(PeerSetting setting, int seed, bool drawsAlike)
    {
        var model = setting.Model();
        model.Build(Pixels, (ulong)seed);
        if (drawsAlike) DrawAsTorch(model, (ulong)seed);
        var trainer = new Trainer(model, new() { Epochs = Epochs, BatchSize = setting.BatchSize, Threads = Threads, Seed = (ulong)seed });
        trainer.Fit(new Samples(_train.X, Pixels), _train.Labels);
        return model.Evaluate(new Samples(_test.X, Pixels), _test.Labels).Accuracy!.Value;
    }

    /// <summary>Weights and biases uniform in ±1/√fan-in, as reset_parameters of PyTorch's Linear and Conv2d draws them.</summary>
    private static void DrawAsTorch(Sequential model, ulong seed)
    {
        var random = new RandomStream(seed, 0);
        float bound = 0; // 0 in a BatchNorm, which starts from ones and zeros there as here
        foreach (var place in model.Built.Plan.Layout.Places)
        {
            if (place.Info.Name.EndsWith(".weight", StringComparison.Ordinal)) bound = place.Info.FanIn > 0 ? 1 / MathF.Sqrt(place.Info.FanIn) : 0;
            if (bound > 0) random.FillUniform(place.Of(model.Parameters), -bound, bound);
        }
    }

    private static string Text(Spread spread) => $"{spread.Mean:0.0000} ± {spread.Deviation:0.0000}";

    private static string Errors(Spread theirs, Spread ours, int seeds)
    {
        double error = Math.Sqrt(((theirs.Deviation * theirs.Deviation) + (ours.Deviation * ours.Deviation)) / seeds);
        return $"{(ours.Mean - theirs.Mean) / error:+0.0;-0.0}";
    }

    /// <summary>Seeds are a sample of all there are: s² = Σ(x − mean)² / (n − 1).</summary>
    private static Spread OfSample(double[] values)
    {
        var spread = Spread.Of(values);
        return spread with { Deviation = spread.Deviation * Math.Sqrt(values.Length / (values.Length - 1.0)) };
    }
}
#endif
