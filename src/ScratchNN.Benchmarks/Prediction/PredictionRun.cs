namespace ScratchNN.Benchmarks;

/// <summary>Predicts in turns with ONNX Runtime: the same network, weights and rows.</summary>
internal static class PredictionRun
{
    private const int MostRows = 10_000;
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(100); // a thread of ONNX Runtime looks for work 2^20 times before it sleeps: 20 to 50 ms
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

            var (ratio, seconds) = Interleaved.Compare(ours, onnx.Run, setting.Threads == 1 ? default : _rest);
            table.Add($"{setting}", Time(seconds * ratio), Time(seconds), $"{ratio:0.00}");
        }
    }

    private static string Time(double seconds) => seconds < 1e-3 ? $"{seconds * 1e6:0.0} µs" : $"{seconds * 1e3:0.00} ms";
}
