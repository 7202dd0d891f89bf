namespace ScratchNN.Tests;

/// <summary>Cross-validation gives what a loop of your own gives, for any number of fits at once.</summary>
public class CrossValidationTests
{
    private static readonly IDataset _data = Make();

    private static TrainerOptions Options => new() { Epochs = 4, BatchSize = 16, Optimizer = new Adam(0.02), Metrics = [Metric.F1(), Metric.RocAuc], Seed = 2 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    public void Run_IsALoopByHand(int threads)
    {
        var expected = new List<Evaluation>();
        var histories = new List<TrainingHistory>();
        foreach (var (train, test) in _data.KFold(4, seed: 5))
        {
            var trainer = new Trainer(Blobs.Model(), Options);
            histories.Add(trainer.Fit(train));
            expected.Add(trainer.Evaluate(test));
        }

        var result = CrossValidation.Run(() => new Trainer(Blobs.Model(), Options), _data, folds: 4, seed: 5, threads: threads);

        Assert.Equal(expected, result.Folds);
        Assert.Equal(histories.Select(history => history.Epochs[^1].Loss), result.Histories.Select(history => history.Epochs[^1].Loss));
        foreach (var goal in (Goal[])[Goal.Loss, Metric.Accuracy, Metric.F1(), Metric.RocAuc])
        {
            double[] values = [.. expected.Select(evaluation => goal == Goal.Loss ? evaluation.Loss : evaluation[goal.Metrics[0]])];
            Assert.Equal(values.Average(), result.Mean(goal), 1e-15);
            Assert.Equal(Math.Sqrt(values.Select(value => (value - values.Average()) * (value - values.Average())).Average()), result.Deviation(goal), 1e-15);
        }
        Assert.Equal(result.Mean(Goal.Loss), result.Mean());
        Assert.Equal(result.Deviation(Goal.Loss), result.Deviation());
    }

    [Fact]
    public void Run_FoldsOfGroups_TestsOnTheirRows()
    {
        int[] groups = [.. Enumerable.Range(0, _data.Count).Select(i => i / 10)];
        var result = CrossValidation.Run(() => new Trainer(Blobs.Model(), Options), _data.KFold(3, groups));
        Assert.Equal(_data.KFold(3, groups).Select(fold => fold.Test.Count), result.Folds.Select(fold => fold.Count));
    }

    /// <summary>The inner split stops early by rows of the training part; the rows tested on play no part.</summary>
    [Fact]
    public void Run_ValidationSplit_IsWithinTheTrainingRows()
    {
        var options = Options with { Epochs = 20, ValidationSplit = Split.Stratified(0.25), Callbacks = [new EarlyStopping(2)] };
        var result = CrossValidation.Run(() => new Trainer(Blobs.Model(), options), _data, folds: 3);
        Assert.All(result.Histories, history => Assert.Equal(20, history.Epochs[^1].Validation!.Count, 1.0)); // a quarter of 80
        Assert.All(result.Folds, fold => Assert.Equal(40, fold.Count));
    }

    [Fact]
    public void Run_OnNumbers_SharesOutAtRandom()
    {
        var (x, y) = Blobs.Make(count: 60);
        var numbers = Dataset.From(x, (float[])[.. y.Select(label => (float)label)]);
        var result = CrossValidation.Run(() =>
            new Trainer(new Sequential(new Dense(1)), new() { Epochs = 30, Optimizer = new Adam(0.05), Metrics = [Metric.R2] }), numbers);
        Assert.Equal(5, result.Folds.Count);
        Assert.True(result.Mean(Metric.R2) > 0.2);
        Assert.Throws<KeyNotFoundException>(() => result.Mean(Metric.Accuracy));
    }

    /// <summary>Trainers are made in order, never two at once, and each is given one thread.</summary>
    [Fact]
    public void Run_Create_IsCalledInOrder()
    {
        int inside = 0, calls = 0;
        CrossValidation.Run(() =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            var trainer = new Trainer(Blobs.Model(), Options with { Seed = (ulong)calls++, Callbacks = [new ThreadsOfTheTrainer()], Threads = 8 });
            Thread.Sleep(2);
            Interlocked.Decrement(ref inside);
            return trainer;
        }, _data, folds: 6, threads: 3);
        Assert.Equal(6, calls);
    }

    /// <summary>Ranks train one model at a time: fits side by side would exchange each other's gradients.</summary>
    [Fact]
    public void Run_ACollectiveOfSeveralRanks_IsRefused() => Ranks.Run(2, ranks =>
    {
        TrainerOptions options = new() { Epochs = 1, Collective = ranks };
        Assert.StartsWith(
            "The Trainer for fold 0 has a Collective of 2 ranks, which train one model at a time; here several are trained side by side. Leave Collective out",
            Assert.Throws<ArgumentException>("create", () => CrossValidation.Run(() => new Trainer(Blobs.Model(), options), _data)).Message,
                StringComparison.Ordinal);
        Assert.StartsWith("The Trainer for trial 0 has a Collective of 2 ranks", Assert.Throws<ArgumentException>("create", () =>
            Search.Random(2, _ => new Trainer(Blobs.Model(), options), _data)).Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Run_TheSameTwice_IsRefused()
    {
        var model = Blobs.Model();
        var trainer = new Trainer(Blobs.Model());
        Refused("create returned the same Model for fold 0 and fold 1: one fit would continue where the other ended. Create model and trainer inside the "
            + "function, or Clone the model there.", () => new Trainer(model));
        Refused("create returned the same Trainer for fold 0 and fold 1", () => trainer);
        Refused("create returned null for fold 0: it must return a new Trainer for each fit.", () => null!);
        Refused("The Trainer for fold 0 has already trained, but each fit needs a new one: new Trainer(model, options).", () =>
        {
            var trained = new Trainer(Blobs.Model(), new() { Epochs = 0 });
            trained.Fit(_data);
            return trained;
        });
        var front = Blobs.Model();
        front.Build(Blobs.Features);
        Assert.Equal(3, CrossValidation.Run(() => new Trainer(front.Clone(), Options), _data, folds: 3, threads: 2).Folds.Count);

        static void Refused(string message, Func<Trainer> create)
        {
            foreach (int threads in (int[])[1, 3])
                Assert.StartsWith(message,
                    Assert.Throws<ArgumentException>(nameof(create), () => CrossValidation.Run(create, _data, folds: 3, threads: threads)).Message,
                    StringComparison.Ordinal);
        }
    }

    /// <summary>Of several folds that break, the first is told of, whichever broke first.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_FoldThatBreaks_IsNamed(int threads)
    {
        int calls = 0;
        var exception = Assert.Throws<TrainingException>(() => CrossValidation.Run(
            () => new Trainer(Blobs.Model(), Options with { Optimizer = new Sgd(++calls > 2 ? 1e30 : 0.01), Epochs = calls == 3 ? 6 : 2, Checks = [] }), _data,
                folds: 5, threads: threads));
        Assert.StartsWith("Fold 2 of 5: ", exception.Message, StringComparison.Ordinal);
        Assert.Equal(StopReason.Broken, exception.History.StopReason);
    }

    [Fact]
    public void Run_Exception_IsThatOfTheFirst()
    {
        int calls = 0;
        var exception = Assert.Throws<InvalidOperationException>(() => CrossValidation.Run(
            () => new Trainer(Blobs.Model(), Options with { Callbacks = [new Throwing(calls++)] }), _data, folds: 6, threads: 4));
        Assert.Equal("fold 1", exception.Message);
    }

    [Fact]
    public void Run_Findings_AreKeptAndPrinted()
    {
        float[,] x = new float[60, 3]; // numbers too large
        for (int row = 0; row < 60; row++) (x[row, 0], x[row, 1]) = (1000 * (row % 2), 1);
        var result = CrossValidation.Run(() =>
            new Trainer(new Sequential(new Dense(2)), new() { Epochs = 2 }), Dataset.From(x, (int[])[.. Enumerable.Range(0, 60).Select(i => i % 2)]), folds: 3);

        Assert.All(result.Histories, history => Assert.Contains(history.Findings, finding => finding.Code == "SNN002"));
        string text = result.ToString();
        Assert.StartsWith("fold       samples", text, StringComparison.Ordinal);
        Assert.Contains("fold 0, 1, 2: SNN002", text, StringComparison.Ordinal);
        Assert.Contains("deviation", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Canceled_HasNoResult()
    {
        using var source = new CancellationTokenSource();
        var canceled = Assert.ThrowsAny<OperationCanceledException>(() => CrossValidation.Run(
            () => new Trainer(Blobs.Model(), Options with { Epochs = 1_000_000, Callbacks = [Callback.EachEpoch(_ => source.Cancel())] }), _data, threads: 2,
                cancellationToken: source.Token));
        Assert.Equal(source.Token, canceled.CancellationToken);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            CrossValidation.Run(() => throw new InvalidOperationException("never asked"), _data, cancellationToken: source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() =>
            CrossValidation.Run(() => new Trainer(Blobs.Model(), Options with { Callbacks = [new Canceling()] }), _data));
    }

    [Fact]
    public void Run_ThatCannotBe_SaysWhy()
    {
        Assert.Throws<ArgumentNullException>("create", () => CrossValidation.Run(null!, _data));
        Assert.Throws<ArgumentNullException>("data", () => CrossValidation.Run(() => new Trainer(Blobs.Model()), (IDataset)null!));
        Assert.Throws<ArgumentException>("folds", () => CrossValidation.Run(() => new Trainer(Blobs.Model()), []));
        Assert.Throws<ArgumentNullException>("folds", () => CrossValidation.Run(() => new Trainer(Blobs.Model()), [null!]));
        Assert.Throws<ArgumentOutOfRangeException>("threads", () => CrossValidation.Run(() => new Trainer(Blobs.Model()), _data, threads: 0));
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => CrossValidation.Run(() => new Trainer(Blobs.Model()), _data, folds: 1));
        Assert.Contains("expects 4 features per sample, got 2",
            Assert.Throws<ArgumentException>(() =>
                CrossValidation.Run(() => new Trainer(new Sequential(new Dense(4, 3))), _data.Map(2, (from, to) => from[..2].CopyTo(to)))).Message,
                    StringComparison.Ordinal);
    }

    private static IDataset Make()
    {
        var (x, y) = Blobs.Make(seed: 3, count: 120);
        return Dataset.From(x, y);
    }

    private sealed class Throwing(int fold) : Callback
    {
        public override void OnEpochEnd(in CallbackPass pass)
        {
            if (fold == 0) return;
            if (fold == 1) Thread.Sleep(50);
            throw new InvalidOperationException($"fold {fold}");
        }
    }

    private sealed class Canceling : Callback
    {
        public override void OnEpochEnd(in CallbackPass pass) => pass.Cancel();
    }

    private sealed class ThreadsOfTheTrainer : Callback
    {
        public override void OnFitBegin(in CallbackPass pass) => Assert.Equal(1, pass.Trainer.Options.Threads);
    }
}
