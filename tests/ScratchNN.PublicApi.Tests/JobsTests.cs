using System.Globalization;
using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>
/// Eight jobs as people have them, each in at most 15 lines of their own: what is between the two comments. What comes before makes the data, what comes after
/// looks at the result.
/// </summary>
public class JobsTests
{
    private const int Most = 15;

    [SharedFact("data/tables")]
    public void Wine_Regression()
    {
        float[][] rows = [.. File.ReadLines(SharedFolder.Resolve("data/tables/winequality-red-semicolon-derived.csv")).Skip(1)
            .Select(line => Array.ConvertAll(line.Split(';'), Number))];
        var (train, test) = Parted(Dataset.From(rows.Select(row => row[..^1]).ToArray(), [.. rows.Select(row => row[^1])]));

        // the job
        var model = new Sequential(new Standardize(), new Dense(32), new ReLU(), new Dropout(0.1), new Dense(1));
        new Trainer(model, new() { Epochs = 40, BatchSize = 32, Schedule = new OneCycle() }).Fit(train);
        Evaluation result = model.Evaluate(test, Metric.R2, Metric.MeanAbsoluteError);
        // done

        Assert.InRange(result[Metric.R2], 0.30, 0.6);
        Assert.InRange(result[Metric.MeanAbsoluteError], 0.3, 0.55);
    }

    [Fact]
    public void Frauds_ClassWeightsAucAndThreshold()
    {
        var (train, test) = Parted(Rare(4000));

        // the job
        var model = new Sequential(new Standardize(), new Dense(16), new ReLU(), new Dense(1), new Sigmoid());
        new Trainer(model, new() { Epochs = 20, ClassWeights = ClassWeights.Balanced, Optimizer = new Adam(0.005), Metrics = [Metric.RocAuc] }).Fit(train);
        double auc = model.Evaluate(test, Metric.RocAuc)[Metric.RocAuc];
        float[,] fraud = model.PredictProbabilities(test);
        double threshold = Enumerable.Range(0, test.Count).Select(i => (double)fraud[i, 0]).Order().ElementAt(test.Count * 9 / 10); // a tenth is looked at
        // done

        int[] labels = Labels(test);
        double caught = labels.Select((label, i) => label == 1 && fraud[i, 0] > threshold ? 1 : 0).Sum() / (double)labels.Sum();
        Assert.True(auc > 0.9, $"AUC {auc}");
        Assert.True(caught > 0.6, $"{caught:P0} of the frauds are in the tenth that is looked at");
    }

    [Fact]
    public void FiveTags()
    {
        float[,] x = Noise(800, 6);
        bool[,] tags = new bool[800, 5];
        for (int row = 0; row < 800; row++)
            for (int i = 0; i < 5; i++) tags[row, i] = x[row, i] + x[row, i + 1] > 0.2f;

        // the job
        var model = new Sequential(new Dense(32), new ReLU(), new Dense(5), new Sigmoid());
        var history = new Trainer(model, new() { Epochs = 60, ValidationSplit = 0.2, Optimizer = new Adam(0.01), Metrics = [Metric.F1()] }).Fit(x, tags);
        bool[,] answers = model.PredictYesNo(x);
        double f1 = history.Epochs[^1].Validation![Metric.F1()];
        // done

        Assert.True(f1 > 0.9, $"F1 {f1}");
        Assert.True(Enumerable.Range(0, 4000).Count(i => answers[i / 5, i % 5] == tags[i / 5, i % 5]) > 3700);
    }

    [Fact]
    public void ForecastOfWindows()
    {
        float[] series = [.. Enumerable.Range(0, 600).Select(t => 500 + (100 * MathF.Sin(t * 0.26f)) + (30 * MathF.Sin(t * 0.05f)))];

        // the job
        IDataset windows = Dataset.Windows(new Samples(series, 1), series, length: 24, ahead: 3);
        var model = new Sequential(new Standardize(), new Dense(32), new Tanh(), new Dense(1));
        new Trainer(model, new() { Epochs = 60, BatchSize = 16, Optimizer = new Adam(0.003) }).Fit(windows.Take(..^100), windows.Take(^100..));
        Evaluation result = model.Evaluate(windows.Take(^100..), Metric.R2, Metric.MeanAbsoluteError);
        float next = model.PredictOne(series.AsSpan(^24..))[0];
        // done

        Assert.True(result[Metric.R2] > 0.95, $"R² {result[Metric.R2]}");
        Assert.InRange(next, 350, 650);
    }

    [Fact]
    public void AutoencoderAndItsEncoder()
    {
        float[,] x = Noise(500, 3), wide = new float[500, 10];
        for (int row = 0; row < 500; row++)
            for (int i = 0; i < 10; i++) wide[row, i] = x[row, i % 3] + (0.3f * x[row, (i + 1) % 3]);

        // the job
        var model = new Sequential(new Dense(16), new Tanh(), new Dense(3), new Dense(16), new Tanh(), new Dense(10));
        new Trainer(model, new() { Epochs = 150, BatchSize = 32, Optimizer = new Adam(0.005) }).Fit(wide, wide);
        double r2 = model.Evaluate(wide, wide, Metric.R2)[Metric.R2];
        Model encoder = model.Take(..3);
        float[,] codes = encoder.Predict(wide);
        // done

        Assert.True(r2 > 0.95, $"R² {r2}");
        Assert.Equal(3, codes.GetLength(1));
    }

    [Fact]
    public void TwoOutputs()
    {
        float[,] x = Noise(500, 4);
        float[,] y = new float[500, 2]; // a temperature in degrees, a pressure in pascals
        for (int row = 0; row < 500; row++) (y[row, 0], y[row, 1]) = (20 + (5 * x[row, 0]) + x[row, 1], 101_300 + (800 * x[row, 2] * x[row, 3]));

        // the job
        var model = new Sequential(new Dense(32), new ReLU(), new Dense(32), new ReLU(), new Dense(2));
        new Trainer(model, new() { Epochs = 120, BatchSize = 32, Optimizer = new Adam(0.005), Schedule = new OneCycle() }).Fit(x, y);
        float[,] predicted = model.Predict(x);
        double temperature = Metric.R2.Of(Column(predicted, 0), Column(y, 0)), pressure = Metric.R2.Of(Column(predicted, 1), Column(y, 1));
        // done

        Assert.True(temperature > 0.97 && pressure > 0.9, $"R² {temperature}, {pressure}");
    }

    [SharedFact("data/mnist")]
    public void Mnist_WithAugmentation()
    {
        string folder = SharedFolder.Resolve("data/mnist");

        // the job
        var images = Idx.Read<byte>(Path.Combine(folder, "train-images-idx3-ubyte.gz"));
        var labels = Idx.Read<byte>(Path.Combine(folder, "train-labels-idx1-ubyte.gz"));
        var data = Dataset.FromBytes(images, labels);
        var model = new Sequential(new Augmentation.RandomShift(2), new Augmentation.RandomRotation(10), new Dense(128), new ReLU(), new Dense(10));
        new Trainer(model, new() { Epochs = 2, Schedule = new OneCycle() }).Fit(data.Take(..10_000));
        double accuracy = model.Evaluate(data.Take(50_000..52_000)).Accuracy!.Value;
        // done

        Assert.True(accuracy > 0.85, $"{accuracy}");
    }

    [Fact]
    public void TwentySettingsInALoop()
    {
        var (x, y) = Data.Classes(300);

        // the job
        var results = new List<(double Accuracy, double Rate, int Units)>();
        foreach (double rate in (double[])[0.001, 0.003, 0.01, 0.03, 0.1])
            foreach (int units in (int[])[2, 4, 8, 16])
            {
                var model = new Sequential(new Dense(units), new ReLU(), new Dense(2));
                var history = new Trainer(model, new() { Epochs = 10, ValidationSplit = 0.3, Optimizer = new Adam(rate), Checks = [] }).Fit(x, y);
                results.Add((history.Epochs[^1].ValidationAccuracy!.Value, rate, units));
            }
        var best = results.Max();
        // done

        Assert.Equal(20, results.Count);
        Assert.True(best.Accuracy > 0.9, $"{best}");
    }

    [Fact]
    public void EachJob_IsAtMost15Lines()
    {
        string[] lines = File.ReadAllLines(ThisFile());
        int jobs = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() != "// the job") continue;
            int length = Array.FindIndex(lines, i, line => line.Trim() == "// done") - i - 1;
            Assert.InRange(length, 3, Most);
            jobs++;
        }
        Assert.Equal(8, jobs);
    }

    private static (IDataset Train, IDataset Test) Parted(IDataset data)
    {
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new RandomStream(1, 0).Shuffle<int>(order);
        return (data.Subset(order.AsSpan(..(data.Count * 3 / 4))), data.Subset(order.AsSpan((data.Count * 3 / 4)..)));
    }

    /// <summary>Payments, of which 3 % are frauds: of unusual amount, at unusual hours.</summary>
    private static IDataset Rare(int count)
    {
        float[,] x = Noise(count, 4);
        int[] y = new int[count];
        var random = new RandomStream(2, 0);
        for (int row = 0; row < count; row++)
        {
            y[row] = random.NextSingle() < 0.03f ? 1 : 0;
            if (y[row] == 1) (x[row, 0], x[row, 1]) = (x[row, 0] + 2, x[row, 1] - 1.5f);
            x[row, 2] = 1000 * MathF.Exp(x[row, 2]);
        }
        return Dataset.From(x, y);
    }

    private static float[,] Noise(int rows, int columns)
    {
        var random = new RandomStream(1, 0);
        float[] row = new float[columns];
        float[,] x = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            random.FillNormal(row, 1);
            for (int j = 0; j < columns; j++) x[i, j] = row[j];
        }
        return x;
    }

    private static int[] Labels(IDataset data)
    {
        int[] labels = new int[data.Count];
        data.Read(new ReadPass { Rows = Enumerable.Range(0, data.Count).ToArray(), Inputs = new float[data.Count * data.InputShape.Size], Labels = labels });
        return labels;
    }

    private static float[] Column(float[,] values, int column) => [.. Enumerable.Range(0, values.GetLength(0)).Select(row => values[row, column])];

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
