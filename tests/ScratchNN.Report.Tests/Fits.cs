namespace ScratchNN.Report.Tests;

/// <summary>Small Fits with a report.</summary>
internal static class Fits
{
    /// <summary>Points in the plane, by the quadrant that they are in.</summary>
    public static (float[,] X, int[] Y) Quadrants(int count = 600)
    {
        float[] values = new float[2 * count];
        new RandomStream(1, 0).FillUniform(values, -1, 1);
        float[,] x = new float[count, 2];
        Buffer.BlockCopy(values, 0, x, 0, 4 * values.Length);
        return (x, [.. Enumerable.Range(0, count).Select(i => (x[i, 0] > 0 ? 1 : 0) + (x[i, 1] > 0 ? 2 : 0))]);
    }

    public static Sequential Network() => new(new Dense(2, 16), new ReLU(), new Dense(16, 4), new Softmax());

    /// <summary>Fits the quadrants, and reads the report.</summary>
    public static (string Page, TrainingHistory History) Run(string path, Func<TrainerOptions, TrainerOptions>? change = null, Model? model = null,
        HtmlReport? report = null)
    {
        var (x, y) = Quadrants();
        var options = new TrainerOptions { Epochs = 30, Optimizer = new Adam(0.01), ValidationSplit = 0.2, Callbacks = [report ?? new HtmlReport(path)] };
        var history = new Trainer(model ?? Network(), change?.Invoke(options) ?? options).Fit(x, y);
        return (File.ReadAllText(path), history);
    }
}
