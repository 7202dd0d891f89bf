namespace ScratchNN.Tests.Callbacks;

public class EarlyStoppingTests
{
    private static readonly EarlyStopping _patient = new(2);

    [Fact]
    public void Fit_LossThatRises_EndsAfterPatienceAndKeepsTheBest()
    {
        var (trainer, model) = Make(Rising(after: 3), new() { Epochs = 20, Callbacks = [_patient] });

        var history = trainer.Fit(Ones());

        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.Equal(5, history.Epochs.Count);
        Assert.Equal(3, history.BestEpoch);
        Assert.Equal(BitsAfter(3), Bits.Of(model));
    }

    [Fact]
    public void Fit_WithoutRestoreBest_KeepsTheLast()
    {
        var (trainer, model) = Make(Rising(after: 3), new() { Epochs = 20, Callbacks = [new EarlyStopping(2) { RestoreBest = false }] });

        var history = trainer.Fit(Ones());

        Assert.Equal(3, history.BestEpoch);
        Assert.Equal(BitsAfter(5), Bits.Of(model));
    }

    [Fact]
    public void Fit_AllEpochsUsedUp_RestoresTheBestToo()
    {
        var (trainer, model) = Make(Rising(after: 3), new() { Epochs = 4, Callbacks = [_patient] });

        var history = trainer.Fit(Ones());

        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.Equal(BitsAfter(3), Bits.Of(model));
    }

    [Fact]
    public void Fit_AfterRestore_GoesOnFromTheBestEpochsState()
    {
        // with momentum and a step count that a wrong restore would betray
        var loss = Rising(after: 3);
        long step = 0;
        var (trainer, model) = Make(loss, new()
        {
            Epochs = 4,
            Callbacks = [_patient, new Reporter(progress => step = progress.Step)],
            Optimizer = new Adam(0.01f),
            Shuffle = false,
        });
        trainer.Fit(Ones());
        loss.Rises = false;
        trainer.Fit(Ones());

        var expected = NewModel();
        new Trainer(expected, new() { Epochs = 7, Optimizer = new Adam(0.01f), Loss = Rising(after: 100), Shuffle = false, BatchSize = 2 }).Fit(Ones());
        Assert.Equal(Bits.Of(expected), Bits.Of(model));
        Assert.Equal(7 * 2, step);
    }

    [Fact]
    public void Fit_ImprovementBelowTheMinimum_DoesNotCount()
    {
        // every epoch is better, by less than asked for after the first
        var (trainer, model) = Make(Rising(after: 100), new() { Epochs = 20, Callbacks = [new EarlyStopping(3) { MinimumImprovement = 5 }] });

        var history = trainer.Fit(Ones());

        Assert.Equal(BitsAfter(1), Bits.Of(model));
        Assert.Equal(4, history.BestEpoch); // by the loss alone
        Assert.Equal(4, history.Epochs.Count);
        Assert.True(history.Epochs[3].Loss < history.Epochs[0].Loss);
    }

    [Fact]
    public void Fit_LossThatStays_IsNoImprovement()
    {
        var (trainer, _) = Make(new Same(), new() { Epochs = 20, Callbacks = [_patient] });

        var history = trainer.Fit(Ones());

        Assert.Equal((1, 3), (history.BestEpoch, history.Epochs.Count));
    }

    [Fact]
    public void Fit_ValidationData_IsWhatCounts()
    {
        // the training loss falls for ever, that of the opposite targets rises from the first epoch on
        float[] x = [1, 1, 1, 1], targets = [1, 1, 1, 1], opposite = [-1, -1, -1, -1];
        var model = new Sequential(new Dense(1) { Initialization = Initialization.Zeros });
        var trainer = new Trainer(model, new()
        {
            Optimizer = new Sgd(0.01f),
            Epochs = 20,
            Loss = new RawSquaredError(), // standardised, a constant is learned before the first step
            Callbacks = [new EarlyStopping(4)],
        });

        var history = trainer.Fit(Dataset.From(new Samples(x, 1), targets), Dataset.From(new Samples(x, 1), opposite));

        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.Equal(1, history.BestEpoch);
        Assert.Equal(5, history.Epochs.Count);
        Assert.True(history.Epochs[4].Loss < history.Epochs[0].Loss);
    }

    [Fact]
    public void Fit_WithoutEarlyStopping_TellsTheBestEpochAndKeepsTheLast()
    {
        var (trainer, model) = Make(Rising(after: 3), new() { Epochs = 6 });

        Assert.Equal(3, trainer.Fit(Ones()).BestEpoch);
        Assert.Equal(BitsAfter(6), Bits.Of(model));
    }

    [Fact]
    public void Fit_NoEpoch_RestoresNothing()
    {
        var (trainer, model) = Make(Rising(after: 2), new() { Epochs = 0, Callbacks = [_patient] });
        model.Build(1, seed: 5);
        uint[] before = Bits.Of(model);

        Assert.Equal(0, trainer.Fit(Ones()).BestEpoch);

        Assert.Equal(before, Bits.Of(model));
    }

    [Fact]
    public void Fit_Canceled_DoesNotRestore()
    {
        using var cancel = new CancellationTokenSource();
        var (trainer, model) = Make(Rising(after: 2), new()
        {
            Callbacks = [new EarlyStopping(9), new Reporter(progress => { if (progress.Epoch == 5 && progress.Completed != null) cancel.Cancel(); })],
        });

        var history = trainer.Fit(Ones(), cancellationToken: cancel.Token);

        Assert.Equal(StopReason.Canceled, history.StopReason);
        Assert.Equal(2, history.BestEpoch);
        Assert.Equal(BitsAfter(5), Bits.Of(model));
    }

    [Fact]
    public void Fit_Metric_IsWhatCounts()
    {
        // the validation loss falls all the time; of three epochs the accuracy is best at first
        var (x, y) = Blobs.Make();
        var trainer = new Trainer(Blobs.Model(),
            new() { Epochs = 200, ValidationSplit = 0.2, Callbacks = [new EarlyStopping(3) { Monitor = Metric.Accuracy }] });

        var history = trainer.Fit(x, y);

        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        Assert.Equal(history.Best(Metric.Accuracy)!.Epoch + 3, history.Epochs.Count);
        Assert.True(history.BestEpoch > history.Best(Metric.Accuracy)!.Epoch);
        Assert.Equal(["accuracy"], history.Epochs[0].Validation!.Metrics.Keys);
    }

    [Fact]
    public void Fit_OneInstanceInFitsSideBySide_ActsAsAlone()
    {
        var shared = new EarlyStopping(2);
        int[] after = [1, 2, 3, 4, 5, 6];
        uint[][] bits = new uint[after.Length][];
        Parallel.For(0, after.Length, i =>
        {
            var (trainer, model) = Make(Rising(after[i]), new() { Epochs = 20, Threads = 1, Callbacks = [shared] });
            trainer.Fit(Ones());
            bits[i] = Bits.Of(model);
        });
        Assert.Equal(after.Select(BitsAfter), bits);
    }

    [Fact]
    public void Fit_AnotherCallbackStops_RestoresTheBest()
    {
        var (trainer, model) = Make(Rising(after: 3),
            new()
            {
                Epochs = 20,
                Callbacks = [_patient, new Acting { Act = (string moment, in CallbackPass pass) => { if (moment == "step 7") pass.Stop(); } }]
            });
        Assert.Equal(StopReason.StoppedEarly, trainer.Fit(Ones()).StopReason);
        Assert.Equal(BitsAfter(3), Bits.Of(model));
    }

    private static Sequential NewModel() => new(new Dense(1));

    private static IDataset Ones() => Dataset.From(new Samples(new float[] { 1, 1, 1, 1 }, 1), new Samples(new float[] { 1, 2, 3, 4 }, 1));

    private static FallThenRise Rising(int after) => new() { RisesAfter = after * 4 };

    private static (Trainer, Sequential) Make(Loss loss, TrainerOptions options)
    {
        var model = NewModel();
        return (new Trainer(model, options with { Loss = loss, BatchSize = 2, Checks = [] }), model);
    }

    private static uint[] BitsAfter(int epochs)
    {
        var model = NewModel();
        new Trainer(model, new() { Epochs = epochs, Loss = Rising(after: 100), BatchSize = 2 }).Fit(Ones());
        return Bits.Of(model);
    }

    /// <summary>Says what a test wants to hear: 100, 99, 98 … per row, and after some rows 101, 102 …; the gradient is always the same.</summary>
    private sealed class FallThenRise : Loss
    {
        private int _rows;

        public required int RisesAfter { get; init; }

        public bool Rises { get; set; } = true;

        public override void Compute(in LossPass pass)
        {
            for (int row = 0; row < pass.BatchSize; row++, _rows++)
                pass.Losses[row] = Rises && _rows >= RisesAfter ? 100 + _rows : 100 - (_rows * 0.1f);
            pass.OutputGradient.Fill(0.1f);
        }
    }

    private sealed class Same : Loss
    {
        public override void Compute(in LossPass pass)
        {
            pass.Losses.Fill(1);
            pass.OutputGradient.Fill(0.1f);
        }
    }
}
