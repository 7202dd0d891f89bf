using System.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>Predicts in turns with ONNX Runtime: the same network, weights and rows.</summary>
internal static class PredictionRun
{
    private const int MostRows = 10_000;
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(30);
    private const float Close = 1e-4f; // of a probability: both compute in single precision, in another order

    public static IReadOnlyList<PredictionSetting> Settings { get; } =
        [.. from network in Networks.Names from rows in (int[])[1, 64, MostRows] from threads in (int[])[1, 2] select new PredictionSetting(network, rows,
            threads)];

    public static void Run(IEnumerable<PredictionSetting> settings, TextWriter output)
    {
        var table = new MarkdownTable(output, firstWidth: 40, "network", "ONNX Runtime", "ScratchNN", "ratio");
        foreach (var setting in settings)
        {
            var model = Networks.Create(setting.Network);
            model.Threads = setting.Threads;
            float[] x = Draw.Normal(setting.Rows * model.InputShape!.Size), y = new float[setting.Rows * model.OutputShape!.Size],
                expected = new float[y.Length];
            using var onnx = new OnnxModel(model, setting.Threads, x, expected, setting.Rows);
            void ours() => model.Predict(x, y);

            model.Predict(x, y);
            onnx.Run();
            for (int i = 0; i < y.Length; i++)
                if (Math.Abs(y[i] - expected[i]) > Close)
                    throw new InvalidOperationException($"{setting}: output {i} is {y[i]}, ONNX Runtime says {expected[i]}.");

            double ratio = Interleaved.Ratio(ours, onnx.Run, setting.Threads == 1 ? default : _rest), seconds = Seconds(ours);
            table.Add($"{setting}", Time(seconds * ratio), Time(seconds), $"{ratio:0.00}");
        }
    }

    private static double Seconds(Action action)
    {
        double best = double.PositiveInfinity;
        for (int turn = 0; turn < 5; turn++)
        {
            long begin = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }
        return best;
    }

    private static string Time(double seconds) => seconds < 1e-3 ? $"{seconds * 1e6:0.0} µs" : $"{seconds * 1e3:0.00} ms";
}
