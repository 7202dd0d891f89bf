namespace ScratchNN.Tests;

/// <summary>One model, trained by several ranks: what one process makes, bit for bit.</summary>
public class CollectiveTests
{
    private static readonly TrainerOptions _options = new()
    {
        Epochs = 3, BatchSize = 40, MicroBatchSize = 10, Optimizer = new Adam(0.01),
        ValidationSplit = 0.25, Threads = 1
    };

    public static TheoryData<string> Cases => ["plain", "metrics", "mixing", "weights", "numbers", "ignored", "clipped", "on demand"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_OnAnyNumberOfRanks_GivesTheWeightsAndResultsOfOneProcess(string name)
    {
        var (expected, expectedEpochs) = Fit(name, Collective.None);
        foreach (int size in (int[])[1, 2, 4])
            Ranks.Run(size, ranks =>
            {
                var (weights, epochs) = Fit(name, ranks);
                Assert.Equal(expected, weights);
                Assert.Equal(expectedEpochs, epochs);
            });
    }

    [Fact]
    public void Fit_RanksWithOtherWeights_AllGetThoseOfRankZero() => Ranks.Run(2, ranks =>
    {
        var model = Blobs.Model();
        model.Build(Blobs.Features, seed: (ulong)ranks.Rank);
        var (x, y) = Blobs.Make();
        new Trainer(model, _options with { Collective = ranks }).Fit(x, y);
        var alone = Blobs.Model();
        alone.Build(Blobs.Features, seed: 0);
        new Trainer(alone, _options).Fit(x, y);
        Assert.Equal(alone.Parameters.ToArray(), model.Parameters.ToArray());
    });

    [Theory]
    [InlineData("model")]
    [InlineData("options")]
    [InlineData("data")]
    public void Fit_RanksThatDiffer_AllThrow_AndSayInWhat(string what) => Ranks.Run(2, ranks =>
    {
        bool isOther = ranks.Rank == 1;
        var (x, y) = Blobs.Make(isOther && what == "data" ? 2ul : 1);
        var options = _options with { Collective = ranks, ClipNorm = isOther && what == "options" ? 1 : null };
        var model = Blobs.Model(isOther && what == "model" ? 15 : 16);
        string message = Assert.Throws<InvalidOperationException>(() => new Trainer(model, options).Fit(x, y)).Message;
        Assert.StartsWith($"Rank 1 differs from rank 0 in the {what}; rank {ranks.Rank} has: ", message, StringComparison.Ordinal);
    });

    [Fact]
    public void Fit_ABatchThatCannotBeShared_IsRefused_AndNothingIsTouched() => Ranks.Run(3, ranks =>
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var thrown = Assert.Throws<ArgumentException>(() => new Trainer(model, _options with { Collective = ranks }).Fit(x, y));
        Assert.Contains("A batch of 40 samples is 4 micro-batches of up to 10, which 3 ranks cannot share evenly: set MicroBatchSize", thrown.Message,
            StringComparison.Ordinal);
        Assert.False(model.IsBuilt);
    });

    [Fact]
    public void Fit_CallbacksHearOnRankZeroAlone_AndWhatTheyAskForReachesAll()
    {
        float[] expected = Trained(Collective.None, out _);
        int heard = 0;
        Ranks.Run(2, ranks =>
        {
            float[] weights = Trained(ranks, out int steps);
            Assert.Equal(expected, weights);
            if (ranks.Rank == 0) heard = steps;
            else Assert.Equal(0, steps);
        });
        Assert.True(heard > 10);

        static float[] Trained(Collective ranks, out int steps)
        {
            var (x, y) = Blobs.Make();
            var model = Blobs.Model();
            int count = 0;
            var callback = new Acting
            {
                Act = (string moment, in CallbackPass pass) =>
                {
                    if (!moment.StartsWith("step", StringComparison.Ordinal)) return;
                    count++; // the number of the step goes back with the weights
                    if (count == 4) pass.KeepWeights();
                    if (count == 9) pass.RestoreKeptWeights();
                    if (count == 16) pass.Stop();
                },
            };
            var history = new Trainer(model, _options with { Epochs = 20, Collective = ranks, Callbacks = [callback] }).Fit(x, y);
            Assert.Equal(StopReason.StoppedEarly, history.StopReason);
            steps = count;
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void Fit_EarlyStopping_EndsAndRestoresOnAllRanks()
    {
        float[] expected = Trained(Collective.None);
        Ranks.Run(2, ranks => Assert.Equal(expected, Trained(ranks)));

        static float[] Trained(Collective ranks)
        {
            var (x, y) = Blobs.Make();
            var model = Blobs.Model();
            var history = new Trainer(model, _options with { Epochs = 200, Collective = ranks, Optimizer = new Adam(0.3), Callbacks = [new EarlyStopping(2)] })
                .Fit(x, y);
            Assert.Equal(StopReason.StoppedEarly, history.StopReason);
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void Fit_ATokenOfOneRank_CancelsAll_AfterTheSameStep()
    {
        var steps = new int[2];
        Ranks.Run(2, ranks =>
        {
            using var source = new CancellationTokenSource();
            var (x, y) = Blobs.Make();
            var trainer = new Trainer(Blobs.Model(), _options with { Epochs = 1_000_000, Collective = ranks });
            if (ranks.Rank == 1) source.CancelAfter(300);
            Assert.Equal(StopReason.Canceled, trainer.Fit(new OnDemand(Dataset.From(x, y)), cancellationToken: source.Token).StopReason);
            using var file = new MemoryStream();
            trainer.Save(file);
            file.Position = 0;
            steps[ranks.Rank] = trainer.Epochs.Count;
        });
        Assert.True(steps[0] > 0);
        Assert.Equal(steps[0], steps[1]);
    }

    [Fact]
    public void Fit_ADatasetThatFailsOnOneRank_EndsAll() => Ranks.Run(2, ranks =>
    {
        var (x, y) = Blobs.Make();
        var data = new Failing(Dataset.From(x, y), ranks.Rank == 1 ? 30 : int.MaxValue);
        var trainer = new Trainer(Blobs.Model(), _options with { Collective = ranks, Checks = [] });
        if (ranks.Rank == 1) Assert.Equal("the disk is gone", Assert.Throws<IOException>(() => trainer.Fit(data)).Message);
        else Assert.Contains("Another rank could not compute its share", Assert.Throws<InvalidOperationException>(() => trainer.Fit(data)).Message,
            StringComparison.Ordinal);
    });

    [Fact]
    public void Fit_ABrokenStep_IsFoundOnAllRanks_AsByOneProcess()
    {
        string expected = Broken(Collective.None);
        Ranks.Run(2, ranks => Assert.Equal(expected, Broken(ranks)));

        static string Broken(Collective ranks)
        {
            var (x, y) = Blobs.Make();
            var model = Blobs.Model();
            var history = new Trainer(model, _options with { Collective = ranks, Optimizer = new Sgd(1e30), WhenBroken = WhenBroken.Stop }).Fit(x, y);
            Assert.Equal(StopReason.Broken, history.StopReason);
            return $"{history.Breakage} {string.Join(' ', model.Parameters.ToArray())}";
        }
    }

    [Fact]
    public void FitBatch_OnSeveralRanks_IsRefused() => Ranks.Run(2, ranks =>
    {
        var (x, y) = Blobs.Make();
        Assert.Contains("FitBatch trains in one process",
            Assert.Throws<InvalidOperationException>(() => new Trainer(Blobs.Model(), new() { Collective = ranks }).FitBatch(x, y)).Message,
            StringComparison.Ordinal);
    });

    [Fact]
    public void None_AddsPartsInOrder()
    {
        float[] sum = new float[2];
        Collective.None.Sum([1e8f, 1, 1, 2, -1e8f, 3], sum);
        Assert.Equal([0f, 6], sum); // (1e8 + 1) − 1e8
        Assert.Equal((0, 1), (Collective.None.Rank, Collective.None.Size));
    }

    private static (float[] Weights, string[] Epochs) Fit(string name, Collective ranks)
    {
        var (x, y) = Blobs.Make();
        var options = _options with { Collective = ranks };
        var model = name == "mixing" ? new Sequential(new Dense(16), new BatchNorm(), new ReLU(), new Dropout(0.3), new Dense(Blobs.Classes))
            : name == "numbers" ? new Sequential(new Standardize(), new Dense(8), new Tanh(), new Dense(1)) : Blobs.Model();
        if (name == "metrics") options = options with { Metrics = [Metric.F1(), Metric.LogLoss, new Spread()] };
        if (name == "ignored") options = options with { Loss = new CrossEntropy { IgnoredLabel = 1 }, Metrics = [Metric.F1()] };
        if (name == "clipped") options = options with { ClipNorm = 0.1, AverageWeights = 0.9, ClassWeights = ClassWeights.Balanced };
        float[] weights = name == "weights" ? [.. y.Select((_, row) => row % 7 / 3f)] : [];
        IDataset data = name == "numbers" ? Dataset.From(x, (float[])[.. y.Select(label => 10f * label)]) : Dataset.From(x, y, weights);
        var history = new Trainer(model, options).Fit(name == "on demand" ? new OnDemand(data).ReadAhead(32) : data);
        return (model.Parameters.ToArray(), [.. history.Epochs.Select(epoch => $"{Text(epoch.Training)} {Text(epoch.Validation!)}")]);

        static string Text(Evaluation evaluation) =>
            $"{evaluation.Loss:R} {evaluation.Accuracy:R} {evaluation.Count} {string.Join(' ', evaluation.Metrics.Select(metric => $"{metric.Value:R}"))}";
    }

    /// <summary>A metric that needs all outputs, in their order.</summary>
    private sealed class Spread() : Metric("spread")
    {
        public override double Compute(in MetricPass pass)
        {
            double sum = 0;
            for (int i = 0; i < pass.Outputs.Length; i++) sum = (sum * 0.999) + (pass.Outputs[i] * (1 + pass.Labels[i / Blobs.Classes]));
            return sum;
        }
    }

    private sealed class Failing(IDataset data, int reads) : IDataset
    {
        private int _left = reads;
        public int Count => data.Count;
        public Shape InputShape => data.InputShape;
        public Shape? TargetShape => data.TargetShape;

        public void Read(in ReadPass pass)
        {
            if (_left-- == 0) throw new IOException("the disk is gone");
            data.Read(pass);
        }
    }
}
