namespace ScratchNN.Tests;

/// <summary>Each advice is obeyed on the fault that it is given for, and what gets better is measured.</summary>
public class ObeyedAdviceTests
{
    private const int Count = 640;
    private static readonly TrainerOptions _options = new() { Epochs = 30, BatchSize = 32, Threads = 1, Optimizer = new Adam(0.01) };

    [Fact]
    public void Fit_PixelsDividedAsIntegers_AreTold_AndDividedAsFloatsTheyAreRead()
    {
        var (bytes, y) = Pictures();
        float[,] truncated = new float[Count, 64], divided = new float[Count, 64];
        for (int i = 0; i < bytes.Length; i++)
            (truncated[i / 64, i % 64], divided[i / 64, i % 64]) = (bytes[i / 64, i % 64] / 255, bytes[i / 64, i % 64] / 255f);

        var ill = Classify(truncated, y, 10);
        var finding = Assert.Single(ill.Findings, finding => finding.Title.Contains("were integers divided", StringComparison.Ordinal));
        var well = Classify(divided, y, 10);

        Assert.Equal("Divide as float: pixel / 255f, or Samples.FromBytes.", finding.Advice);
        well.Findings.None("SNN002");
        Assert.True(1
            - well.Epochs[^1].ValidationAccuracy < 0.5 * (1 - ill.Epochs[^1].ValidationAccuracy),
            $"{well.Epochs[^1].ValidationAccuracy} after {ill.Epochs[^1].ValidationAccuracy}");
    }

    [Fact]
    public void Fit_SeveralClassesAtOnce_AreTold_AndAskedOneByOneAllAreFound()
    {
        float[] x = Draw.Normal(4 * Count, 5);
        float[,] rows = new float[Count, 4], y = new float[Count, 4];
        for (int i = 0; i < rows.Length; i++) (rows[i / 4, i % 4], y[i / 4, i % 4]) = (x[i], x[i] > 0 ? 1 : 0);
        var ill = new Sequential(new Dense(16), new ReLU(), new Dense(4), new Softmax());
        var well = new Sequential(new Dense(16), new ReLU(), new Dense(4));

        var finding = new Trainer(ill, _options with { Loss = new CrossEntropy() }).Fit(rows, y).Findings.One("SNN002");
        var cured = new Trainer(well, _options with { Loss = new BinaryCrossEntropy() }).Fit(rows, y);

        Assert.Contains("have several classes at once", finding.Title, StringComparison.Ordinal);
        Assert.StartsWith("If several may be true, set Loss = new BinaryCrossEntropy() and end the model without Softmax", finding.Advice,
            StringComparison.Ordinal);
        cured.Findings.None("SNN002");
        double before = Right(ill.Predict(rows), 0.5f, y), after = Right(well.Predict(rows), 0, y);
        Assert.True(after > 0.95 && 1 - after < 0.3 * (1 - before), $"{after} after {before}");
    }

    [Fact]
    public void Fit_SkewedTargets_AreTold_AndTheirLogarithmsHaveSmallRelativeErrors()
    {
        float[] numbers = Draw.Normal(3 * Count, 5);
        float[,] x = new float[Count, 2];
        float[] logarithms = new float[Count];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], x[row, 1]) = (numbers[3 * row], numbers[(3 * row) + 1]);
            logarithms[row] = (1.5f * x[row, 0]) + x[row, 1] + (0.1f * numbers[(3 * row) + 2]);
        }
        float[] y = Array.ConvertAll(logarithms, MathF.Exp);
        Sequential ill = Regression(1), well = Regression(1);

        var finding = new Trainer(ill, _options).Fit(x, y).Findings.One("SNN002");
        new Trainer(well, _options).Fit(x, logarithms).Findings.None("SNN002");

        Assert.StartsWith("If the relative error matters, train on the logarithm of y, and take exp of the predictions", finding.Advice,
            StringComparison.Ordinal);
        float[,] plain = ill.Predict(x), powers = well.Predict(x);
        double before = Median(row => Math.Abs((plain[row, 0] / y[row]) - 1)), after = Median(row => Math.Abs((MathF.Exp(powers[row, 0]) / y[row]) - 1));
        Assert.True(after < 0.5 * before, $"{after} after {before}");
    }

    /// <summary>A series whose steps go on in their direction, and a model that is too coarse to see these beside its level.</summary>
    [Fact]
    public void Fit_ASeriesLikeItsLastValue_IsTold_AndDifferencesAreForecast()
    {
        float[] noise = Draw.Normal(1020, 5), series = new float[1020];
        float step = 0;
        for (int i = 1; i < series.Length; i++)
        {
            step = (0.7f * step) + (0.02f * noise[i]);
            series[i] = series[i - 1] + step;
        }
        float[,] x = new float[1000, 10], differences = new float[1000, 10];
        float[] y = series[10..1010], change = new float[1000];
        for (int row = 0; row < 1000; row++)
        {
            for (int i = 0; i < 10; i++) (x[row, i], differences[row, i]) = (series[row + i], i == 0 ? 0 : 20 * (series[row + i] - series[row + i - 1]));
            change[row] = 20 * (series[row + 10] - series[row + 9]);
        }
        Sequential ill = Regression(1), well = Regression(1);

        var findings = new Trainer(ill, _options with { Epochs = 10 }).Fit(x, y).Findings;
        new Trainer(well, _options with { Epochs = 10 }).Fit(differences, change);

        Assert.Equal("This looks like a good fit, but is not a forecast. Train on differences from the last value, and compare the error "
            + "with that of answering 0.",
            findings.One("SNN017").Advice);
        float[,] level = ill.Predict(x), forecast = well.Predict(differences);
        double last = 0, before = 0, after = 0;
        for (int row = 0; row < 1000; row++)
        {
            last += Math.Pow(y[row] - series[row + 9], 2);
            before += Math.Pow(level[row, 0] - y[row], 2);
            after += Math.Pow(series[row + 9] + (forecast[row, 0] / 20) - y[row], 2);
        }
        Assert.True(after < 0.7 * last && after < 0.7 * before, $"{after} after {before}; {last} for the last value");
    }

    [Fact]
    public void Fit_AnOutputOfSmallNumbers_IsTold_AndDividedByItsDeviationItIsLearned()
    {
        float[] numbers = Draw.Normal(2 * Count, 5);
        float[,] x = new float[Count, 2], y = new float[Count, 2], divided = new float[Count, 2];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], x[row, 1]) = (numbers[2 * row], numbers[(2 * row) + 1]);
            (y[row, 0], y[row, 1]) = (10 * x[row, 0], 0.1f * MathF.Sin(3 * x[row, 1]));
            (divided[row, 0], divided[row, 1]) = (y[row, 0] / 10, y[row, 1] / 0.07f);
        }
        var options = _options with { Loss = new RawSquaredError(), Epochs = 60 };
        Sequential ill = Regression(2), well = Regression(2);

        var finding = new Trainer(ill, options).Fit(x, y).Findings.One("SNN017");
        new Trainer(well, options).Fit(x, divided).Findings.None("SNN017");

        Assert.StartsWith("Nothing is learned for output 1", finding.Title, StringComparison.Ordinal);
        Assert.EndsWith("divide each column of y by its deviation.", finding.Advice, StringComparison.Ordinal);
        double before = Unexplained(ill.Predict(x), y, 1), after = Unexplained(well.Predict(x), divided, 1);
        Assert.True(before > 0.9 && after < 0.5, $"{after} after {before}");
    }

    /// <summary>The advice is to try: alone, the output that x tells nothing of is not learned either, and its right rows are.</summary>
    [Fact]
    public void Fit_AnOutputWhoseRowsAreMixedUp_IsTold_AndAloneItShowsWhy()
    {
        float[] numbers = Draw.Normal(2 * Count, 5);
        float[,] x = new float[Count, 2], y = new float[Count, 2];
        float[] alone = new float[Count], mixed = new float[Count];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], x[row, 1]) = (numbers[2 * row], numbers[(2 * row) + 1]);
            alone[row] = x[row, 1] - x[row, 0];
        }
        for (int row = 0; row < Count; row++) (y[row, 0], y[row, 1], mixed[row]) = (x[row, 0], alone[(row + 311) % Count], alone[(row + 311) % Count]);

        var finding = new Trainer(Regression(2), _options).Fit(x, y).Findings.One("SNN017");

        Assert.Equal("Perhaps x says nothing about it: train a model on this output alone, and check that its rows and columns are right.", finding.Advice);
        var wrong = new Trainer(Regression(1), _options).Fit(x, mixed);
        var right = new Trainer(Regression(1), _options).Fit(x, alone);
        Assert.Contains(wrong.Findings, other => other.Code == "SNN017");
        right.Findings.None("SNN017");
        Assert.True(right.Epochs[^1].Loss < 0.1 * wrong.Epochs[^1].Loss, $"{right.Epochs[^1].Loss} after {wrong.Epochs[^1].Loss}");
    }

    [Theory]
    [InlineData(0.1), InlineData(1), InlineData(30)]
    public void Fit_MomentumOf099_IsNamed_AndWith09ItIsLearned(double rate)
    {
        var (x, y) = Blobs.Make(3, Count);
        var options = _options with { Epochs = 20, WhenBroken = WhenBroken.Stop, Optimizer = new Sgd(rate) { Momentum = 0.995 } };

        var ill = new Trainer(Blobs.Model(), options).Fit(x, y);
        var well = new Trainer(Blobs.Model(), options with { Optimizer = new Sgd(Math.Min(rate, 0.1)) { Momentum = 0.9 } }).Fit(x, y);

        Assert.Contains(ill.Findings, finding =>
            finding.Advice.Contains("lower the momentum to 0.9: as it is, steps in one direction add up to", StringComparison.Ordinal)
            && finding.Evidence["momentum"] is > 0.98 and < 1);
        Assert.DoesNotContain(well.Findings, finding => finding.Advice.Contains("momentum", StringComparison.Ordinal));
        Assert.True(well.Epochs[^1].Accuracy > 0.95, $"{well.Epochs[^1].Accuracy}");
    }

    [Fact]
    public void Fit_MomentumThatIsUsual_OrNotToBlame_IsNotNamed()
    {
        var (x, y) = Blobs.Make(3, Count);
        int[] shuffled = [.. y.Select((_, row) => y[row * 7 % Count])];
        foreach (var optimizer in (Optimizer[])[new Sgd(300) { Momentum = 0.9 }, new Adam(30), new RmsProp(30), new Sgd(1e-4) { Momentum = 0.99 }])
            Assert.DoesNotContain(
                new Trainer(Blobs.Model(), _options with { WhenBroken = WhenBroken.Stop, Optimizer = optimizer })
                    .Fit(x, optimizer is Sgd { Momentum: > 0.9 } ? shuffled : y).Findings,
                finding => finding.Advice.Contains("momentum", StringComparison.Ordinal));
    }

    /// <summary>It would count steps that nobody took.</summary>
    [Fact]
    public void Fit_AnOptimizerOfOnesOwn_IsAskedForItsStepsAlone()
    {
        var (x, y) = Blobs.Make();
        int[] Steps(IReadOnlyList<Check> checks)
        {
            var optimizer = new CountingOptimizer();
            new Trainer(new Sequential(new Dense(Blobs.Classes)), new() { Epochs = 2, Threads = 1, Optimizer = optimizer, ClipNorm = 1e-4, Checks = checks })
                .Fit(x, y);
            return [optimizer.Calls, optimizer.Least];
        }

        Assert.Equal(Steps([]), Steps(Check.All));
    }

    private sealed class CountingOptimizer() : Optimizer(0.1)
    {
        public int Calls { get; private set; }

        public int Least { get; private set; } = int.MaxValue;

        public override void Step(in OptimizerPass pass)
        {
            (Calls, Least) = (Calls + 1, Math.Min(Least, pass.Parameters.Length));
            for (int i = 0; i < pass.Parameters.Length; i++) pass.Parameters[i] -= pass.LearningRate * pass.Gradient[i];
        }
    }

    /// <summary>Seconds since 1970: float32 has one number every 128 there.</summary>
    [Fact]
    public void Fit_NumbersTooLargeForFloat32_AreTold_AndLessTheFirstTheyAreExact()
    {
        float[] seconds = Draw.Normal(Count, 5);
        const double First = 1_700_000_000;
        float[,] coarse = new float[Count, 1], exact = new float[Count, 1];
        for (int row = 0; row < Count; row++)
            (coarse[row, 0], exact[row, 0]) = ((float)(First + (500 * seconds[row])), (float)(First + (500 * seconds[row]) - First));
        Sequential ill = new(new Standardize(), new Dense(1)), well = new(new Standardize(), new Dense(1));

        var finding = Assert.Single(new Trainer(ill, _options).Fit(coarse, seconds).Findings, finding =>
            finding.Title.Contains("different values in", StringComparison.Ordinal));
        new Trainer(well, _options).Fit(exact, seconds).Findings.None("SNN002");

        Assert.Equal("Subtract the first or the mean of the column while the numbers are double or long, and convert what is left.", finding.Advice);
        float[,] rounded = ill.Predict(coarse), right = well.Predict(exact);
        double before = Median(row => Math.Abs(rounded[row, 0] - seconds[row])), after = Median(row => Math.Abs(right[row, 0] - seconds[row]));
        Assert.True(after < 0.3 * before, $"{after} after {before}");
    }

    [Fact]
    public void Fit_LabelsFromOne_AreTold_AndFromZeroTheyNeedOneOutputLess()
    {
        var (bytes, y) = Pictures();
        float[,] x = new float[Count, 64];
        for (int i = 0; i < bytes.Length; i++) x[i / 64, i % 64] = bytes[i / 64, i % 64] / 255f;

        var ill = Classify(x, [.. y.Select(label => label + 1)], 11);
        var well = Classify(x, y, 10);

        Assert.StartsWith("Do your labels start at 1? Subtract 1, and end the model in Dense(10)", ill.Findings.One("SNN001").Advice, StringComparison.Ordinal);
        well.Findings.None("SNN001");
        Assert.True(well.Epochs[^1].ValidationAccuracy > ill.Epochs[^1].ValidationAccuracy
            - 0.05, $"{well.Epochs[^1].ValidationAccuracy} after {ill.Epochs[^1].ValidationAccuracy}");
    }

    private static Sequential Regression(int outputs) => new(new Dense(16), new ReLU(), new Dense(outputs));

    private static TrainingHistory Classify(float[,] x, int[] y, int classes) =>
        new Trainer(new Sequential(new Dense(32), new ReLU(), new Dense(classes)), _options with { ValidationSplit = 0.3 }).Fit(x, y);

    /// <summary>A soft spot of light at one of ten places, over dim noise: its middle alone is white.</summary>
    private static (int[,] Bytes, int[] Y) Pictures()
    {
        var random = new RandomStream(3, 3);
        int[,] bytes = new int[Count, 64];
        int[] y = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            y[row] = row % 10;
            float strength = 330 * random.NextSingle(), cx = 1.5f + (y[row] % 5) + random.NextSingle(), cy = 2 + (3 * (y[row] / 5)) + random.NextSingle();
            for (int i = 0; i < 64; i++)
            {
                float dx = (i % 8) - cx, dy = (i / 8) - cy;
                bytes[row, i] = (int)Math.Clamp((40 * random.NextSingle()) + (strength * MathF.Exp(-((dx * dx / 4) + (dy * dy)))), 0, 255);
            }
        }
        return (bytes, y);
    }

    private static double Right(float[,] answers, float limit, float[,] y)
    {
        int right = 0;
        for (int i = 0; i < y.Length; i++)
            if (answers[i / y.GetLength(1), i % y.GetLength(1)] > limit == y[i / y.GetLength(1), i % y.GetLength(1)] > 0.5f) right++;
        return (double)right / y.Length;
    }

    private static double Median(Func<int, double> error)
    {
        double[] errors = [.. Enumerable.Range(0, Count).Select(error).Order()];
        return errors[Count / 2];
    }

    private static double Unexplained(float[,] answers, float[,] y, int output)
    {
        double errors = 0, squares = 0, mean = Enumerable.Range(0, Count).Average(row => (double)y[row, output]);
        for (int row = 0; row < Count; row++)
            (errors, squares) = (errors + Math.Pow(answers[row, output] - y[row, output], 2), squares + Math.Pow(y[row, output] - mean, 2));
        return errors / squares;
    }
}
