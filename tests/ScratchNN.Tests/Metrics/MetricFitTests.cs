namespace ScratchNN.Tests.Metrics;

/// <summary>Metrics in a Fit and in Evaluate.</summary>
public sealed class MetricFitTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_Metrics_AreThoseOfTheOutputs(bool endsInSoftmax)
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(endsInSoftmax ? [new Dense(Blobs.Classes), new Softmax()] : [new Dense(Blobs.Classes)]);
        model.Build(Blobs.Features);
        double before = Metric.MeanSquaredError.Of(model.PredictProbabilities(x), y);
        var trainer = new Trainer(model, new()
        {
            Epochs = 1,
            BatchSize = 70,
            MicroBatchSize = 32,
            Optimizer = new Sgd(1e-30),
            Loss = new CrossEntropy(),
            Metrics = [Metric.MeanSquaredError, Metric.Accuracy, new KeptSquaredError()],
        });
        var epoch = trainer.Fit(Dataset.From(x, y), Dataset.From(x, y)).Epochs[0];

        Assert.Equal(before, epoch.Validation![Metric.MeanSquaredError]); // in order, sum by sum
        Assert.Equal(before, epoch.Training[Metric.MeanSquaredError], 1e-9);
        Assert.All([epoch.Training, epoch.Validation, trainer.Evaluate(x, y)], evaluation =>
        {
            Assert.Equal(evaluation.Accuracy, evaluation[Metric.Accuracy]);
            Assert.Equal(evaluation[Metric.MeanSquaredError], evaluation.Metrics["kept"]); // sums and kept outputs are of the same rows in the same order
            Assert.Equal(3, evaluation.Metrics.Count);
        });
        Assert.Equal(epoch.Validation, trainer.Evaluate(x, y));
        Assert.Contains(", mean squared error 0.", $"{epoch}", StringComparison.Ordinal);
        Assert.Contains(", validation kept 0.", $"{epoch}", StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Numbers_TrainingIsMeasuredWhenEachBatchIsTrainedOn()
    {
        var history = new Trainer(new Sequential(new Dense(1)), new() { Epochs = 3, BatchSize = 2, Metrics = [Metric.MeanSquaredError, Metric.R2] })
            .Fit([[0], [1], [2], [3]], [1f, 3, 5, 7]);
        Assert.All(history.Epochs, epoch => Assert.Equal(epoch.Loss, epoch.Training[Metric.MeanSquaredError], 1e-5));
        Assert.NotEqual(history.Epochs[0].Training[Metric.R2], history.Epochs[1].Training[Metric.R2]);
    }

    [Fact]
    public void Fit_AnyThreads_GivesTheSameMetrics()
    {
        var (x, y) = Blobs.Make(count: 2000);
        Assert.Equal(Train(1), Train(3));

        IReadOnlyList<Evaluation> Train(int threads) =>
            [.. new Trainer(Blobs.Model(),
                new() { Epochs = 2, BatchSize = 300, MicroBatchSize = 50, Threads = threads,
                    Metrics = [Metric.MeanSquaredError, Metric.R2, new KeptSquaredError()] }).Fit(x, y).Epochs.Select(epoch => epoch.Training)];
    }

    /// <summary>Sums and kept outputs, in micro-batches and on any number of threads, of labels and one-hot rows.</summary>
    [Theory]
    [InlineData(OutputKind.OneClass), InlineData(OutputKind.YesNo), InlineData(OutputKind.Numbers)]
    public void Fit_EveryMetric_IsThatOfTheOutputs(OutputKind meaning)
    {
        var (x, labels) = Blobs.Make(count: 400);
        var model = MetricCases.Model(meaning);
        model.Build(Blobs.Features, seed: 3);
        float[,] rows = new float[labels.Length, 3];
        bool[,] yes = new bool[labels.Length, 3];
        for (int i = 0; i < rows.Length; i++)
        {
            yes[i / 3, i % 3] = (labels[i / 3] + (i / 12)) % 3 <= i % 2;
            rows[i / 3, i % 3] = meaning == OutputKind.OneClass ? (labels[i / 3] == i % 3 ? 1 : 0) : i * 7 % 11;
        }
        var metrics = MetricCases.Of(meaning);
        Targets y = meaning switch { OutputKind.OneClass => labels, OutputKind.YesNo => yes, _ => rows };
        foreach (int threads in (int[])[1, 3])
        {
            foreach (var targets in (Targets[])[y, meaning == OutputKind.OneClass ? rows : y])
            {
                var trainer = new Trainer(model.Clone(),
                    new() { Epochs = 1, BatchSize = 90, MicroBatchSize = 20, Threads = threads, Optimizer = new Sgd(1e-30), Metrics = metrics, Checks = [] });
                var epoch = trainer.Fit(Dataset.From(x, targets), Dataset.From(x, targets)).Epochs[0];
                float[,] outputs = trainer.Model.Predict(x); // whose weights have not moved
                foreach (var metric in metrics)
                {
                    double expected = metric.Of(outputs, y);
                    Assert.True(double.IsFinite(expected), metric.Name);
                    Assert.Equal(expected, epoch.Validation![metric]);
                    Assert.Equal(expected, epoch.Training[metric], 1e-9);
                    Assert.Equal(expected, trainer.Model.Evaluate(x, targets, metric)[metric]);
                }
            }
        }
    }

    [Fact]
    public void Fit_BrokenAndContinued_CountsEveryBatchOnce()
    {
        var (x, y) = Blobs.Make(count: 210);
        x[7, 0] = float.NaN;
        var history = new Trainer(Blobs.Model(), new() { Epochs = 1, BatchSize = 100, WhenBroken = WhenBroken.Continue, Metrics = [Metric.R2, new Rows()] })
            .Fit(x, y);
        Assert.Equal(210, history.Epochs[0].Training.Metrics["rows"]);
    }

    [Fact]
    public void Fit_MonitoredMetric_IsComputedThoughNotListed()
    {
        var history = new Trainer(new Sequential(new Dense(1)), new() { Epochs = 2, Schedule = new ReduceOnPlateau { Monitor = Metric.R2 } })
            .Fit([[0], [1]], [1f, 3]);
        Assert.Equal(["R2"], history.Epochs[1].Training.Metrics.Keys);
    }

    [Fact]
    public void Fit_BeyondFourMillionFloats_OutputsAreKeptOfValidationAlone_IfThereIsAny()
    {
        const int Outputs = 1 << 10, Rows = (1 << 12) + 1; // a row too many
        float[,] x = new float[Rows, 1];
        int[] y = new int[Rows];
        for (int i = 0; i < Rows; i++) (x[i, 0], y[i]) = (i % 7, i % Outputs);
        var trainer = new Trainer(new Sequential(new Dense(Outputs)),
            new() { Epochs = 1, BatchSize = Rows, Metrics = [Metric.Matthews, new Rows()], Checks = [] });

        var epoch = trainer.Fit(Dataset.From(x, y), Dataset.From(new float[,] { { 1 }, { 2 } }, [1, 2])).Epochs[0];
        Assert.Equal(["Matthews"], epoch.Training.Metrics.Keys);
        Assert.Equal(["Matthews", "rows"], epoch.Validation!.Metrics.Keys);
        Assert.StartsWith("rows was not computed, only Matthews: ", Assert.Throws<KeyNotFoundException>(() => epoch.Training[new Rows()]).Message,
            StringComparison.Ordinal);
        Assert.Equal(Rows, trainer.Fit(x, y).Epochs[0].Training.Metrics["rows"]);
        var split = new Trainer(trainer.Model, trainer.Options with { ValidationSplit = 1e-3 }).Fit(x, y).Epochs[0];
        Assert.Equal(split.Training.Count, split.Training.Metrics["rows"]); // four rows fewer
    }

    /// <summary>A value that is not there is never the best: the epoch counts as one without improvement.</summary>
    [Fact]
    public void Fit_MonitoredMetricIsNaN_StopsAndRestoresNothing()
    {
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 9, Callbacks = [new EarlyStopping(3) { Monitor = Metric.RocAuc }] });
        var (x, y) = Blobs.Make();
        Array.Fill(y, 1);
        var history = trainer.Fit(x, y);
        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.Equal([double.NaN, double.NaN, double.NaN], history.Epochs.Select(epoch => epoch.Training[Metric.RocAuc]));
    }

    [Fact]
    public void Fit_AccuracyOfNumbers_ThrowsBeforeTheFirstStep()
    {
        var model = new Sequential(new Dense(1));
        var trainer = new Trainer(model, new() { Metrics = [Metric.Accuracy] });
        Assert.StartsWith("The outputs are numbers", Assert.Throws<ArgumentException>(() => trainer.Fit([[0], [1]], [1f, 3])).Message,
            StringComparison.Ordinal);
        Assert.False(model.IsBuilt);
    }

    [Fact]
    public void Trainer_TwoMetricsOfOneName_Throws()
    {
        var model = new Sequential(new Dense(1));
        Assert.Equal("KeptSquaredError and Rows are both named \"kept\", and results find metrics by name: rename one.",
            Assert.Throws<ArgumentException>(() => new Trainer(model, new() { Metrics = [new KeptSquaredError(), new Rows("kept")] })).Message);
        // the same twice
        Assert.Single(new Trainer(model, new() { Metrics = [new KeptSquaredError(), new KeptSquaredError()] }).Fit([[0]], [1f]).Epochs[0].Training.Metrics);
        Assert.Throws<ArgumentNullException>("Metrics", () => new TrainerOptions { Metrics = [null!] });
    }

    [Fact]
    public void Fit_Metrics_AllocateNothingInAStep()
    {
        var (x, y) = Blobs.Make();
        Assert.Equal(0, Allocations.OfSteps(
            progress =>
                new Trainer(new Sequential(new Dense(3), new Softmax()),
                    new()
                    {
                        Epochs = 3, BatchSize = 20, Threads = 1,
                        Metrics = [.. MetricCases.Of(OutputKind.OneClass), .. MetricCases.Of(OutputKind.Numbers), new Rows()], Callbacks = [progress]
                    })
                            .Fit(x, y), warm: 20, steps: 45));
    }

    [Fact]
    public void Evaluation_Equality_ComparesMetrics()
    {
        var one = new Evaluation { Loss = 1, Count = 2, Metrics = new Dictionary<string, double> { ["a"] = double.NaN } };
        Assert.Equal(one, one with { Metrics = new Dictionary<string, double> { ["a"] = double.NaN } });
        Assert.NotEqual(one, one with { Metrics = new Dictionary<string, double> { ["a"] = 1 } });
        Assert.NotEqual(one, one with { Metrics = new Dictionary<string, double>() });
        Assert.Equal("accuracy was not computed, only a: add it to TrainerOptions.Metrics.",
            Assert.Throws<KeyNotFoundException>(() => one[Metric.Accuracy]).Message);
    }

    /// <summary>The mean squared error of outputs that are kept.</summary>
    private sealed class KeptSquaredError() : Metric("kept")
    {
        public override bool HigherIsBetter => false;

        public override double Compute(in MetricPass pass) => MeanSquaredError.Compute(pass);
    }

    private sealed class Rows(string name = "rows") : Metric(name)
    {
        public override double Compute(in MetricPass pass) => pass.Count;
    }
}
