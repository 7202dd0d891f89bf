using System.Globalization;

namespace ScratchNN.Tests;

/// <summary>The unit of y changes nothing but the unit of what is reported.</summary>
public class RegressionUnitsTests
{
    private const double SameR2 = 0.005; // what a user may call the same
    private const double Learned = 0.7;
    private const string Wine = "data/tables/winequality-red-semicolon-derived.csv";

    private static readonly (float Unit, float Offset)[] _units = [(1000, 5000), (1e-6f, 0), (1e6f, 0)];

    private static readonly Dictionary<string, Func<TrainerOptions, TrainerOptions>> _ways = new()
    {
        ["Adam"] = options => options,
        ["Sgd"] = options => options with { Optimizer = new Sgd(0.05) },
        ["momentum"] = options => options with { Optimizer = new Sgd(0.02) { Momentum = 0.9 } },
        ["ClipNorm"] = options => options with { Optimizer = new Sgd(0.1), ClipNorm = 1 },
        ["Huber"] = options => options with { Loss = new Huber() },
        ["a small δ"] = options => options with { Loss = new Huber(0.2), Optimizer = new Sgd(0.1) },
        ["MeanAbsoluteError"] = options => options with { Loss = new MeanAbsoluteError() },
    };

    public static TheoryData<string> Ways => [.. _ways.Keys];

    /// <summary>Those with squared error: of the unit's square is what is reported.</summary>
    public static TheoryData<string> SquaredWays => [.. _ways.Keys.Where(way => _ways[way](Regression.Options).Loss == null)];

    [Theory, MemberData(nameof(Ways))]
    public void Fit_AnyUnit_ReachesTheSameR2(string way)
    {
        double plain = R2(Regression.Fitted(Regression.Y, _ways[way]), Regression.Y);
        Assert.InRange(plain, Learned, 1);

        foreach (var (unit, offset) in _units)
        {
            float[] y = Regression.In(unit, offset);
            Assert.Equal(plain, R2(Regression.Fitted(y, _ways[way]), y), SameR2);
        }
    }

    /// <summary>1599 wines, 11 columns, quality 3 to 8: integers, of which most are 5 and 6.</summary>
    [SharedTheory(Wine), MemberData(nameof(Ways))]
    public void Fit_RedWineInAnyUnit_ReachesTheSameR2(string way)
    {
        var (x, quality) = ReadWine();
        double R2Of(float unit, float offset)
        {
            float[] y = Array.ConvertAll(quality, value => (unit * value) + offset);
            var trainer = new Trainer(Regression.Model(), _ways[way](Regression.Options with { Optimizer = new Adam(0.003), BatchSize = 32 }));
            trainer.Fit(x, y);
            return trainer.Model.Evaluate(x, y, Metric.R2)[Metric.R2];
        }
        double plain = R2Of(1, 0);

        Assert.InRange(plain, 0.3, 1);
        foreach (var (unit, offset) in _units) Assert.Equal(plain, R2Of(unit, offset), SameR2);
    }

    /// <summary>Powers of two lose no digit, so not a bit of training may differ, and what is reported differs by exact factors.</summary>
    [Theory, MemberData(nameof(SquaredWays))]
    public void Fit_UnitOfAPowerOfTwo_IsTheSameTrainingBitForBit(string way)
    {
        const float Unit = 1024;
        Trainer plain = Fitted(1), scaled = Fitted(Unit);

        Assert.Equal(Bits.Of(plain.Model), Bits.Of(scaled.Model));
        Assert.Equal(Bits.Of(Regression.In(Unit, 0, [.. plain.Model.Predict(Regression.X).Cast<float>()])), Bits.Of(scaled.Model.Predict(Regression.X)));
        Assert.Equal(plain.Epochs.Count, scaled.Epochs.Count);
        foreach (var (one, other) in plain.Epochs.Zip(scaled.Epochs))
        {
            Assert.Equal(one.Loss * Unit * Unit, other.Loss);
            Assert.Equal(one.ValidationLoss * Unit * Unit, other.ValidationLoss);
            Assert.Equal(one.Training[Metric.R2], other.Training[Metric.R2], 1e-12);
        }

        Trainer Fitted(float unit) => Regression.Fitted(Regression.In(unit, 0), options => _ways[way](options) with
        {
            Epochs = 60,
            ValidationSplit = 0.25,
            Metrics = [Metric.R2],
            AverageWeights = 0.9,
            Callbacks = [new EarlyStopping(3)],
        });
    }

    [Fact]
    public void Fit_NumbersOfMean0AndDeviation1_IsTrainingOnThemAsTheyAre()
    {
        float[] y = [.. Enumerable.Range(0, Regression.Count).Select(row => row % 2 == 0 ? 1f : -1f)];

        Trainer standardized = Regression.Fitted(y), raw = Regression.Fitted(y, options => options with { Loss = new RawSquaredError() });

        Assert.Equal((0, 1), (standardized.Model.TargetScale!.Mean[0], standardized.Model.TargetScale.Deviation[0]));
        Assert.Null(raw.Model.TargetScale);
        Assert.Equal(Bits.Of(raw.Model), Bits.Of(standardized.Model));
        Assert.Equal(raw.Epochs.Select(epoch => epoch.Loss), standardized.Epochs.Select(epoch => epoch.Loss));
    }

    [Fact]
    public void Fit_OutputsOfDifferentUnits_AreAllLearned()
    {
        float[,] y = Rows(1, 1e6f, 1e-6f), plain = Rows(1, 1, 1);

        double[] r2 = [.. Columns(y, Regression.Fitted(y, model: Regression.Model(3)))],
            same = [.. Columns(plain, Regression.Fitted(plain, model: Regression.Model(3)))];

        for (int i = 0; i < r2.Length; i++)
        {
            Assert.InRange(r2[i], Learned, 1);
            Assert.Equal(same[i], r2[i], SameR2);
        }

        static float[,] Rows(params float[] units)
        {
            float[,] rows = new float[Regression.Count, units.Length];
            for (int row = 0; row < Regression.Count; row++)
                for (int i = 0; i < units.Length; i++) rows[row, i] = units[i] * ((i % 2 == 0 ? Regression.Y[row] : Regression.Others[row]) + i);
            return rows;
        }

        static IEnumerable<double> Columns(float[,] y, Trainer trainer)
        {
            float[,] predicted = trainer.Model.Predict(Regression.X);
            for (int i = 0; i < y.GetLength(1); i++)
            {
                float[] truth = [.. Enumerable.Range(0, Regression.Count).Select(row => y[row, i])],
                    answer = [.. Enumerable.Range(0, Regression.Count).Select(row => predicted[row, i])];
                double mean = truth.Average(value => (double)value), left = 0, all = 0;
                for (int row = 0; row < truth.Length; row++) (left, all) = (left + Math.Pow(truth[row] - answer[row], 2), all + Math.Pow(truth[row] - mean, 2));
                yield return 1 - (left / all);
            }
        }
    }

    /// <summary>Labels are numbers where there is one output; on demand, jagged, or byte by byte they are the same numbers.</summary>
    [Fact]
    public void Fit_LabelsAsNumbersAndDataOnDemand_AreTheSameTraining()
    {
        int[] labels = [.. Regression.Y.Select(value => 40 + (int)(10 * value))];
        float[] numbers = Array.ConvertAll(labels, label => (float)label);
        byte[] bytes = Array.ConvertAll(labels, label => (byte)label);
        var expected = Bits.Of(Regression.Fitted(numbers).Model);
        var onDemand = new Trainer(Regression.Model(), Regression.Options);
        onDemand.Fit(new OnDemand(Dataset.From(Regression.X, numbers)));

        Assert.Equal(expected, Bits.Of(Regression.Fitted(labels).Model));
        Assert.Equal(expected, Bits.Of(Regression.Fitted(bytes).Model));
        Assert.Equal(expected, Bits.Of(onDemand.Model));
        Assert.Equal(Bits.Of(Regression.Fitted(numbers).Model.Predict(Regression.X)), Bits.Of(onDemand.Model.Predict(Regression.X)));
    }

    [Fact]
    public void Fit_AnyThreadsAndMicroBatches_GivesTheSameBits()
    {
        float[] y = Regression.In(1000, 5000);
        var expected = Regression.Fitted(y);

        foreach (int threads in (int[])[1, 2, 5])
            foreach (int? rows in (int?[])[null, 16])
            {
                var trainer = Regression.Fitted(y, options => options with { Threads = threads, MicroBatchSize = rows });
                Assert.Equal(Bits.Of(expected.Model), Bits.Of(trainer.Model));
                Assert.Equal(expected.Epochs[^1].Loss, trainer.Epochs[^1].Loss);
            }
        var split = Regression.Fitted(y, options => options with { MicroBatchSize = 7 });
        Assert.Equal(Bits.Of(split.Model), Bits.Of(Regression.Fitted(y, options => options with { MicroBatchSize = 7, Threads = 3 }).Model));
    }

    [Fact]
    public void Reported_EveryLoss_IsOfWhatTheModelPredicts()
    {
        float[] y = Regression.In(1000, 5000);
        var trainer = new Trainer(Regression.Model(),
            Regression.Options with
            {
                BatchSize = Regression.Count,
                Epochs = 1,
                Shuffle = false,
                Optimizer = new Sgd(1e-20),
                Callbacks = [Callback.EachStep(step => _reported = step.Loss)]
            });

        var history = trainer.Fit(Regression.X, y);
        double expected = Enumerable.Range(0, Regression.Count).Average(row => Math.Pow(trainer.Model.PredictOne(Row(row))[0] - y[row], 2));

        foreach (
            double loss in (double[])[_reported, history.Epochs[0].Loss, trainer.Evaluate(Regression.X, y).Loss, trainer.Model.Evaluate(Regression.X, y).Loss,
                trainer.FitBatch(Regression.X, y).Loss])
            Assert.Equal(expected, loss, 1e-5 * expected);
        Assert.InRange(expected, 1e5, 1e7); // of a deviation of about 1000

        static float[] Row(int row) => [.. Enumerable.Range(0, Regression.Features).Select(i => Regression.X[row, i])];
    }

    private double _reported;

    private static double R2(Trainer trainer, float[] y) => trainer.Model.Evaluate(Regression.X, y, Metric.R2)[Metric.R2];

    private static (float[,] X, float[] Y) ReadWine()
    {
        double[][] rows = [.. File.ReadLines(SharedFolder.Resolve(Wine)).Skip(1)
            .Select(line => Array.ConvertAll(line.Split(';'), field => double.Parse(field, CultureInfo.InvariantCulture)))];
        int columns = rows[0].Length - 1;
        float[,] x = new float[rows.Length, columns];
        for (int i = 0; i < columns; i++)
        {
            double mean = rows.Average(row => row[i]), deviation = Math.Sqrt(rows.Average(row => (row[i] - mean) * (row[i] - mean)));
            for (int row = 0; row < rows.Length; row++) x[row, i] = (float)((rows[row][i] - mean) / deviation);
        }
        return (x, Array.ConvertAll(rows, row => (float)row[^1]));
    }
}
