namespace ScratchNN.Tests;

/// <summary>A search gives what a loop of your own gives, for any number of fits at once.</summary>
public class SearchTests
{
    private static readonly IDataset _data = Make();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Grid_IsALoopByHand(int threads)
    {
        var expected = new List<(int Units, double Rate, double Score)>();
        var (train, test) = _data.Split(0.25, seed: 4);
        Model? best = null;
        foreach (int units in (int[])[4, 8, 12])
            foreach (double rate in (double[])[0.001, 0.01, 0.05])
            {
                var trainer = new Trainer(Blobs.Model(units), new() { Epochs = 3, Optimizer = new Adam(rate), Metrics = [Metric.F1()] });
                trainer.Fit(train);
                double score = trainer.Evaluate(test)[Metric.F1()];
                if (expected.Count == 0 || score > expected.Max(trial => trial.Score)) best = trainer.Model;
                expected.Add((units, rate, score));
            }

        var result = Search.Grid(trial =>
            new Trainer(Blobs.Model(trial.Choose("units", 4, 8, 12)), new() { Epochs = 3, Optimizer = new Adam(trial.Choose("rate", 0.001, 0.01, 0.05)) }),
            _data, new() { Monitor = Metric.F1(), Validation = 0.25, Seed = 4, Threads = threads });

        Assert.Equal(expected, result.Trials.Select(trial => ((int)trial.Values["units"], (double)trial.Values["rate"], trial.Score)));
        Assert.Equal(Enumerable.Range(0, 9), result.Trials.Select(trial => trial.Number));
        Assert.Equal(expected.Max(trial => trial.Score), result.Best.Score);
        Assert.Same(result.Trials.First(trial => trial.Score == result.Best.Score), result.Best);
        Assert.Equal(Bits.Of(best!), Bits.Of(result.BestModel));
        Assert.False(result.IsCanceled);
    }

    [Fact]
    public void Random_IsTheSameForAnyNumberOfThreads()
    {
        string[] Texts(SearchResult result) => [.. result.Trials.Select(trial => trial.ToString())];
        SearchResult Run(int threads, ulong seed = 1) => Search.Random(7, Create, _data, new() { Seed = seed, Threads = threads });
        SearchResult one = Run(1), two = Run(2), five = Run(5);

        Assert.Equal(Texts(one), Texts(two));
        Assert.Equal(Texts(one), Texts(five));
        Assert.Equal(one.Best.Number, five.Best.Number);
        Assert.Equal(Bits.Of(one.BestModel), Bits.Of(five.BestModel));
        Assert.NotEqual(Texts(one), Texts(Run(1, seed: 2)));
        Assert.Equal(one.Trials.Min(trial => trial.Score), one.Best.Score);
        Assert.Equal(7, one.Trials.Select(trial => trial.Values["rate"]).Distinct().Count());
        Assert.StartsWith("trial   score  units", one.ToString(), StringComparison.Ordinal);
    }

    /// <summary>With folds the score is the mean of a cross-validation, and the best model is trained on all of the data.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Random_Folds_IsACrossValidationOfEach(int threads)
    {
        var result = Search.Random(4, Create, _data, new() { Folds = 3, Seed = 6, Monitor = Metric.Accuracy, Threads = threads });
        foreach (var trial in result.Trials)
        {
            var expected = CrossValidation.Run(() => Create(trial), _data, folds: 3, seed: 6);
            Assert.Equal(expected.Mean(Metric.Accuracy), trial.Score);
            Assert.Equal(expected.Folds.Select(fold => fold.Loss), trial.Evaluations.Select(evaluation => evaluation.Loss));
        }
        var best = Create(result.Best); // the same settings again
        best.Fit(_data);
        Assert.Equal(Bits.Of(best.Model), Bits.Of(result.BestModel));
    }

    /// <summary>Settings that are asked for only after certain others.</summary>
    [Fact]
    public void Grid_OfDependentSettings_GoesThroughAll()
    {
        var seen = new List<string>();
        var result = Search.Grid(trial =>
        {
            int layers = trial.Choose("layers", 1, 2);
            string kind = trial.Choose("kind", "a", "b");
            string text = $"{layers}{kind}{(layers == 2 ? trial.Choose("second", "x", "y", "z") : "")}{trial.Choose<Layer>("activation", new ReLU())}";
            seen.Add(text);
            return Quick();
        }, _data, new() { Threads = 3 });

        Assert.Equal(["1aReLU", "1bReLU", "2axReLU", "2ayReLU", "2azReLU", "2bxReLU", "2byReLU", "2bzReLU"], seen);
        Assert.Equal(8, result.Trials.Count);
        Assert.Equal(0, result.Best.Number); // all alike: the first
        Assert.False(result.Trials[0].Values.ContainsKey("second"));
        Assert.Contains("z", result.ToString(), StringComparison.Ordinal);
        Assert.Single(Search.Grid(_ => Quick(), _data).Trials); // nothing to choose
    }

    [Fact]
    public void Trial_Values_AreWithinTheirRanges()
    {
        var trials = Search.Random(200, trial =>
        {
            Assert.Equal(trial.Integer("n", -2, 2), trial.Integer("n", -2, 2)); // the same again
            trial.Uniform("u", 1, 3);
            trial.LogUniform("l", 1e-4, 1e-1);
            trial.Integer("all", int.MinValue, int.MaxValue);
            trial.Choose("c", "x", "y");
            Assert.Null(trial.Choose<string?>("none", null, null)); // no layer, no schedule: a value like any other
            Assert.Null(trial.Choose<string?>("none", null, null));
            Assert.Equal(5, trial.Integer("one", 5, 5));
            Assert.Equal(0.5, trial.LogUniform("same", 0.5, 0.5));
            return Quick();
        }, _data, new() { Seed = 9 }).Trials;

        Assert.Equal([-2, -1, 0, 1, 2], trials.Select(trial => (int)trial.Values["n"]).Distinct().Order());
        Assert.All(trials, trial => Assert.InRange((double)trial.Values["u"], 1, 3));
        Assert.All(trials, trial => Assert.InRange((double)trial.Values["l"], 1e-4, 1e-1));
        int[] byDecade = [.. Enumerable.Range(0, 3)
            .Select(decade =>
                trials.Count(trial => (double)trial.Values["l"] >= Math.Pow(10, decade - 4) && (double)trial.Values["l"] < Math.Pow(10, decade - 3)))];
        Assert.All(byDecade, count => Assert.InRange(count, 40, 95)); // 67 to be expected
        Assert.InRange(trials.Average(trial => (double)trial.Values["u"]), 1.9, 2.1);
        Assert.InRange(trials.Count(trial => (int)trial.Values["all"] < 0), 70, 130);
        Assert.InRange(trials.Count(trial => (string)trial.Values["c"] == "x"), 70, 130);
    }

    [Fact]
    public void Trial_AskedWrongly_SaysWhy()
    {
        Refused<ArgumentException>("\"units\" is 4 already in trial 0, which is not among what is asked for now: give each setting a name of its own.", trial =>
            { trial.Choose("units", 4); trial.Choose("units", 8, 9); });
        Refused<ArgumentException>("\"units\" is 4 already in trial 0", trial => { trial.Choose("units", 4); trial.Uniform("units", 0, 9); });
        Refused<ArgumentException>("\"units\" has no values to choose from", trial => trial.Choose<int>("units"));
        Refused<ArgumentException>("\"n\" goes from 3 to 2: the smaller comes first.", trial => trial.Integer("n", 3, 2));
        Refused<ArgumentException>("\"u\" goes from 1 to NaN: both must be finite, the smaller first.", trial => trial.Uniform("u", 1, double.NaN));
        Refused<ArgumentException>("\"l\" goes from 0 to 1: both must be finite and above 0, the smaller first.", trial => trial.LogUniform("l", 0, 1));
        Assert.Throws<ArgumentException>("name", () => Search.Random(1, trial => { trial.Choose(" ", 1); return Quick(); }, _data));
        Assert.StartsWith("A grid tries every value, but LogUniform(\"rate\") is a range: use Choose(\"rate\", …) with the values to try, or Search.Random.",
            Assert.Throws<InvalidOperationException>(() => Search.Grid(trial => { trial.LogUniform("rate", 1, 2); return Quick(); }, _data)).Message,
                StringComparison.Ordinal);
        int calls = 0;
        Assert.StartsWith("The function chooses \"b1\" of 2 values, but chose \"b0\" of 2 values earlier", Assert.Throws<InvalidOperationException>(() =>
            Search.Grid(trial => { trial.Choose($"b{calls++}", 1, 2); return Quick(); }, _data)).Message, StringComparison.Ordinal);

        static void Refused<TException>(string message, Action<Trial> ask) where TException : Exception =>
            Assert.StartsWith(message, Assert.Throws<TException>(() => Search.Random(1, trial => { ask(trial); return Quick(); }, _data)).Message,
                StringComparison.Ordinal);
    }

    /// <summary>A learning rate that breaks training costs its trial, not the search.</summary>
    [Theory]
    [InlineData(1, null)]
    [InlineData(3, null)]
    [InlineData(3, 2)]
    public void Grid_TrialThatBreaks_HasNoScore(int threads, int? folds)
    {
        var result = Search.Grid(trial =>
            new Trainer(Blobs.Model(), new() { Epochs = 2, Optimizer = new Sgd(trial.Choose("rate", 1e30, 0.01, 1e30)), Checks = [] }), _data,
            new() { Threads = threads, Folds = folds });

        Assert.Equal([true, false, true], result.Trials.Select(trial => double.IsNaN(trial.Score)));
        Assert.Equal(1, result.Best.Number);
        Assert.Contains("broke", result.Trials[0].Breakage, StringComparison.Ordinal);
        Assert.Empty(result.Trials[2].Evaluations);
        Assert.Null(result.Best.Breakage);
        Assert.Contains("NaN", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_EveryTrialBreaks_Throws() => Assert.StartsWith("Training broke in all 3 trials. trial 0: ", Assert.Throws<TrainingException>(() =>
        Search.Random(3, trial =>
            new Trainer(Blobs.Model(), new() { Epochs = 2, Optimizer = new Sgd(trial.Uniform("rate", 1e29, 1e30)), Checks = [] }), _data)).Message,
                StringComparison.Ordinal);

    [Fact]
    public void Random_TheSameTwice_IsRefused()
    {
        var model = Blobs.Model();
        Assert.StartsWith("create returned the same Model for trial 0 and trial 1",
            Assert.Throws<ArgumentException>("create", () => Search.Random(2, _ => new Trainer(model), _data)).Message, StringComparison.Ordinal);
        Assert.StartsWith("create returned null for fold 0 of trial 0",
            Assert.Throws<ArgumentException>("create", () => Search.Random(2, _ => null!, _data, new() { Folds = 2 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_OnTrial_HearsOfEach()
    {
        var heard = new List<int>();
        int inside = 0;
        var result = Search.Random(6, Create, _data, new()
        {
            Threads = 3,
            OnTrial = trial =>
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                Assert.False(double.IsNaN(trial.Score));
                heard.Add(trial.Number);
                Interlocked.Decrement(ref inside);
            },
        });
        Assert.Equal(result.Trials.Select(trial => trial.Number), heard.Order());
        Assert.Throws<DivideByZeroException>(() => Search.Random(3, Create, _data, new() { OnTrial = _ => throw new DivideByZeroException() }));
    }

    [Fact]
    public void Random_Canceled_ReturnsWhatIsDone()
    {
        using var source = new CancellationTokenSource();
        var result = Search.Random(1000, Create, _data, new() { Threads = 2, OnTrial = trial => { if (trial.Number >= 3) source.Cancel(); } }, source.Token);
        Assert.True(result.IsCanceled);
        Assert.InRange(result.Trials.Count, 3, 6);
        Assert.NotNull(result.BestModel);
        Assert.Contains("canceled", result.ToString(), StringComparison.Ordinal);

        Assert.ThrowsAny<OperationCanceledException>(() => Search.Random(5, Create, _data, cancellationToken: source.Token));
        using var second = new CancellationTokenSource();
        var folds = Search.Random(1000, Create, _data, new() { Folds = 2, OnTrial = _ => second.Cancel() }, second.Token);
        Assert.StartsWith("The search was canceled before the best settings were trained on all of the data",
            Assert.Throws<InvalidOperationException>(() => folds.BestModel).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_ThatCannotBe_SaysWhy()
    {
        Assert.Throws<ArgumentOutOfRangeException>("trials", () => Search.Random(0, Create, _data));
        Assert.Throws<ArgumentNullException>("create", () => Search.Random(1, null!, _data));
        Assert.Throws<ArgumentNullException>("data", () => Search.Random(1, Create, null!));
        Assert.Throws<ArgumentOutOfRangeException>("Folds", () => new SearchOptions { Folds = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Threads", () => new SearchOptions { Threads = 0 });
        Assert.Throws<ArgumentNullException>("Monitor", () => new SearchOptions { Monitor = null! });
        Assert.Throws<ArgumentNullException>("Validation", () => new SearchOptions { Validation = null! });
    }

    private static Trainer Create(Trial trial) => new(
        new Sequential(new Dense(trial.Choose("units", 4, 8)), new ReLU(), new Dropout(trial.Uniform("dropout", 0, 0.5)), new Dense(Blobs.Classes)),
        new() { Epochs = 2, Optimizer = new Adam(trial.LogUniform("rate", 1e-3, 1e-1)) });

    /// <summary>Its weights are drawn, and it trains nothing.</summary>
    private static Trainer Quick() => new(new Sequential(new Dense(Blobs.Classes)), new() { Epochs = 0, Checks = [] });

    private static IDataset Make()
    {
        var (x, y) = Blobs.Make(seed: 4, count: 90);
        return Dataset.From(x, y);
    }
}
