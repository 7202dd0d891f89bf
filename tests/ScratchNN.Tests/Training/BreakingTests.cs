namespace ScratchNN.Tests;

public class BreakingTests
{
    private const int BatchSize = 2, Batches = Blobs.Count / BatchSize; // 150 steps an epoch: snapshots at 0, 100 and 150

    [Theory]
    [InlineData(0, 1)]
    [InlineData(57, 29)]   // in the second half of a batch
    [InlineData(199, 100)]
    [InlineData(200, 101)] // the first after a snapshot
    [InlineData(250, 126)]
    [InlineData(299, 150)]
    public void Fit_NaNInARow_ThrowsAndKeepsTheWeightsFromBefore(int row, int batch)
    {
        var (x, y) = Blobs.Make();
        x[row, 1] = float.NaN;
        var model = Blobs.Model();

        var exception = Assert.Throws<TrainingException>(() => new Trainer(model, Options()).Fit(x, y));

        Assert.StartsWith($"Training broke in epoch 1 at batch {batch} of {Batches} (step {batch}): the loss became NaN. "
            + "The model keeps its weights from before that step.", exception.Message);
        Assert.Equal(exception.Message, exception.History.Breakage);
        Assert.Equal(StopReason.Broken, exception.History.StopReason);
        Assert.Empty(exception.History.Epochs);
        Assert.Equal(BitsAfter(batch - 1, Options()), Bits.Of(model));
    }

    [Fact]
    public void Fit_BreakInALaterEpoch_NamesItAndKeepsTheEpochsBefore()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var reporter = new Reporter(progress => { if (progress is { Epoch: 2, Completed: not null }) x[220, 0] = float.NaN; });

        var history = new Trainer(model, Options() with { Epochs = 4, WhenBroken = WhenBroken.Stop, Callbacks = [reporter] }).Fit(x, y);

        Assert.Equal(StopReason.Broken, history.StopReason);
        Assert.StartsWith($"Training broke in epoch 3 at batch 111 of {Batches} (step 411): the loss became NaN.", history.Breakage);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal(BitsAfter(410, Options() with { Epochs = 4 }), Bits.Of(model));
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void Fit_HugeRate_KeepsFiniteWeightsFromBeforeTheStep(string optimizer)
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var options = Options() with { Optimizer = optimizer == "sgd" ? new Sgd(1e20f) : new Adam(1e20f), Loss = new MeanSquaredError() };

        var history = new Trainer(model, options with { WhenBroken = WhenBroken.Stop }).Fit(x, y);

        Assert.Equal(StopReason.Broken, history.StopReason);
        Assert.All(model.Parameters.ToArray(), weight => Assert.True(float.IsFinite(weight)));
        string step = history.Breakage!.Split("(step ")[1].Split(')')[0];
        Assert.Equal(BitsAfter(int.Parse(step) - 1, options), Bits.Of(model));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(137)]
    [InlineData(150)]
    public void Fit_WeightsBrokenUnseen_FindsTheStepLater(int step)
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var options = Options() with { Optimizer = new Poison(step), WhenBroken = WhenBroken.Stop };

        var history = new Trainer(model, options).Fit(x, y);

        Assert.StartsWith($"Training broke in epoch 1 at batch {step} of {Batches} (step {step}): the step set weights to numbers that are not finite. "
            + "The model keeps", history.Breakage);
        Assert.Equal(BitsAfter(step - 1, options), Bits.Of(model));
    }

    [Fact]
    public void Fit_WeightsBrokenUnseenInMicroBatches_FindsTheStepLater()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var options = Options() with { Optimizer = new Poison(137), WhenBroken = WhenBroken.Stop, MicroBatchSize = 1 };

        var history = new Trainer(model, options).Fit(x, y);

        Assert.StartsWith($"Training broke in epoch 1 at batch 137 of {Batches} (step 137): the step set weights", history.Breakage);
        Assert.Equal(BitsAfter(136, options), Bits.Of(model));
    }

    [Fact]
    public void Fit_WeightsBrokenUnseenUnderContinue_FindsTheStepTooAndLeavesThemBroken()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();

        var history = new Trainer(model, Options() with { Optimizer = new Poison(137), WhenBroken = WhenBroken.Continue }).Fit(x, y);

        Assert.Equal(float.NegativeInfinity, model.Parameter("0.bias")[3]);
        Assert.StartsWith($"Training broke in epoch 1 at batch 137 of {Batches} (step 137): the step set weights to numbers that are not finite. "
            + "Training went on.", history.Breakage);
    }

    [Fact]
    public void Fit_BreakUnderContinue_GoesOnWithNaN()
    {
        var (x, y) = Blobs.Make();
        x[57, 1] = float.NaN;
        var model = Blobs.Model();

        var history = new Trainer(model, Options() with { Epochs = 2, WhenBroken = WhenBroken.Continue }).Fit(x, y);

        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal(0, history.BestEpoch);
        Assert.StartsWith($"Training broke in epoch 1 at batch 29 of {Batches} (step 29): the loss became NaN. Training went on.", history.Breakage);
        Assert.All(model.Parameter("2.bias").ToArray(), weight => Assert.True(float.IsNaN(weight)));
        Assert.All(model.PredictClasses(Blobs.Make().X), label => Assert.Equal(0, label)); // NaN counts as largest, the first of equals
    }

    [Fact]
    public void Fit_InfiniteLoss_IsCalledSo()
    {
        var (x, y) = Blobs.Make();

        var history = new Trainer(Blobs.Model(), Options() with { Loss = new Endless(), WhenBroken = WhenBroken.Stop }).Fit(x, y);

        Assert.Contains("(step 1): the loss became infinite. The model keeps its weights", history.Breakage, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_AfterABreak_GoesOnAsIfTheStepHadNotBeen()
    {
        var (good, y) = Blobs.Make();
        var (bad, _) = Blobs.Make();
        bad[57, 1] = float.NaN;
        Model broken = Blobs.Model(), canceled = Blobs.Model();
        using var cancel = new CancellationTokenSource();
        Trainer first = new(broken, Options()),
            second = new(canceled, Options() with { Callbacks = [new Reporter(progress => { if (progress.Step == 28) cancel.Cancel(); })] });

        Assert.Throws<TrainingException>(() => first.Fit(bad, y));
        Assert.All(broken.Predict(good).Cast<float>(), output => Assert.True(float.IsFinite(output)));
        first.Fit(good, y);

        second.Fit(good, y, cancellationToken: cancel.Token);
        second.Fit(good, y);
        Assert.Equal(Bits.Of(canceled), Bits.Of(broken)); // the optimizer's state and the step count too
    }

    [Fact]
    public void Fit_LayerThatDraws_ReplaysWhatItDrew()
    {
        var (x, y) = Blobs.Make();
        x[250, 1] = float.NaN;
        var model = NewModel();

        Assert.Throws<TrainingException>(() => new Trainer(model, Options()).Fit(x, y));

        Assert.Equal(BitsAfter(125, Options(), NewModel()), Bits.Of(model));

        static Sequential NewModel() => new(new Dense(16), new CoinFlips(), new Dense(Blobs.Classes));
    }

    [Theory]
    [InlineData(WhenBroken.Throw)]
    [InlineData(WhenBroken.Stop)]
    public void Fit_WeightsBrokenBefore_SaysSoAndLeavesThem(WhenBroken whenBroken)
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        model.Parameters[3] = float.NaN;
        uint[] before = Bits.Of(model);
        var trainer = new Trainer(model, Options() with { WhenBroken = whenBroken });

        string? breakage = whenBroken == WhenBroken.Stop ? trainer.Fit(x, y).Breakage : Assert.Throws<TrainingException>(() => trainer.Fit(x, y)).Message;

        Assert.StartsWith(
            $"Training broke in epoch 1 at batch 1 of {Batches} (step 1): something other than a step set weights to numbers that are not finite.",
            breakage);
        Assert.Equal(before, Bits.Of(model));
    }

    [Fact]
    public void Fit_WeightsBrokenFromOutside_GoesBackToWhatTrainingMade()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var reporter = new Reporter(progress => { if (progress.Step == 120) model.Parameter("2.bias")[0] = float.NaN; });

        var exception = Assert.Throws<TrainingException>(() => new Trainer(model, Options() with { Callbacks = [reporter] }).Fit(x, y));

        Assert.Equal(BitsAfter(120, Options()), Bits.Of(model));
        Assert.Empty(exception.Findings); // no check was asked for
    }

    [Fact]
    public void Fit_UnitPutToSleepFromOutside_SaysThatNoStepDidIt()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var reporter = new Reporter(progress => { if (progress.Step == 120) model.Parameter("0.bias")[3] = float.NegativeInfinity; });

        var history = new Trainer(model, Options() with { Callbacks = [reporter], WhenBroken = WhenBroken.Stop }).Fit(x, y);

        Assert.Contains("(step 121): something other than a step set weights to numbers that are not finite.", history.Breakage, StringComparison.Ordinal);
        Assert.Equal(BitsAfter(120, Options()), Bits.Of(model));
    }

    [Fact]
    public void TrainingException_WithoutHistory_Throws() => Assert.Throws<ArgumentNullException>("history", () => new TrainingException("It broke.", null!));

    private static TrainerOptions Options() => new() { Epochs = 1, BatchSize = BatchSize, Shuffle = false, Optimizer = new Adam(0.01f), Checks = [] };

    private static uint[] BitsAfter(int steps, TrainerOptions options, Sequential? model = null)
    {
        var (x, y) = Blobs.Make();
        model ??= Blobs.Model();
        using var cancel = new CancellationTokenSource();
        if (steps == 0) model.Build(Blobs.Features);
        else new Trainer(model, options with { Callbacks = [new Reporter(progress => { if (progress.Step == steps) cancel.Cancel(); })] })
            .Fit(x, y, cancellationToken: cancel.Token);
        return Bits.Of(model);
    }

    /// <summary>Gradient descent, but for one step that puts a hidden unit to sleep for ever: no loss tells.</summary>
    private sealed class Poison(int step) : Optimizer(0.01f)
    {
        public override void Step(in OptimizerPass pass)
        {
            for (int i = 0; i < pass.Parameters.Length; i++) pass.Parameters[i] -= pass.LearningRate * pass.Gradient[i];
            if (pass.StepNumber == step && pass is { Role: ParameterRole.Undecayed, Parameters.Length: 16 }) pass.Parameters[3] = float.NegativeInfinity;
        }
    }

    private sealed class Endless : Loss
    {
        public override void Compute(in LossPass pass)
        {
            pass.Losses.Fill(float.PositiveInfinity);
            pass.OutputGradient.Clear();
        }
    }
}
