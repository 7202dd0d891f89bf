namespace ScratchNN.Tests;

/// <summary>What is thrown in the middle of a step, by whomever, leaves the step before it whole.</summary>
public class FailingStepTests
{
    /// <summary>In the first step, in one after a snapshot (every 100), in the second epoch, and before and after the weights.</summary>
    [Theory]
    [InlineData(1, 3), InlineData(7, 1), InlineData(60, 2), InlineData(130, 3), InlineData(155, 4)]
    public void Fit_OptimizerThatThrows_LeavesTheStepBefore(int step, int slice)
    {
        foreach (int workers in (int[])[1, 2])
        {
            var optimizer = new Failing(new Adam(), step, slice);
            AssertLeavesTheStepBefore(step, options => options with { Optimizer = optimizer, Threads = workers }, () => optimizer.IsArmed = false);
        }
    }

    [Theory]
    [InlineData(1), InlineData(60), InlineData(130)]
    public void Fit_LossThatThrows_LeavesTheStepBefore(int step)
    {
        int calls = 0;
        bool isArmed = true;
        var loss = new Acting(() =>
        {
            // two micro-batches a step, maybe on two threads
            if (isArmed && Interlocked.Increment(ref calls) == (2 * step) - 1) throw new NotSupportedException();
        });
        AssertLeavesTheStepBefore(step, options => options with { Loss = loss }, () => isArmed = false);
    }

    [Fact]
    public void Fit_ScheduleThatThrows_LeavesTheStepBefore()
    {
        var schedule = new FailingSchedule(step: 130);
        AssertLeavesTheStepBefore(130, options => options with { Schedule = schedule }, () => schedule.IsArmed = false);
    }

    /// <summary>Where the steps since the snapshot cannot be taken again, whole steps are left all the same.</summary>
    [Fact]
    public void Fit_OptimizerThatThrowsEverAfter_LeavesWholeSteps()
    {
        var (trainer, x, y) = Make(options => options with { Optimizer = new Failing(new Adam(), 130, 3) { IsForGood = true } }, null);
        Assert.Throws<NotSupportedException>(() => trainer.Fit(x, y));

        var (twin, _, _) = Make(options => options with { Epochs = 2 }, null); // 100 steps: each epoch begins with a snapshot
        twin.Fit(x, y);
        Assert.Equal(Bits.Of(twin.Model), Bits.Of(trainer.Model));
    }

    /// <summary>A finding's listener that throws while the broken step is shown: the good weights are back.</summary>
    [Fact]
    public void Fit_OnFindingThatThrowsWhenItBreaks_LeavesGoodWeights()
    {
        Check[] checks = [.. Check.All.Where(check => check.Moment == CheckMoment.Failure)];
        var (trainer, x, y) = Make(options => options with { Optimizer = new Poison(130), Checks = checks, Callbacks = [Callback.EachFinding(Throw)] }, null);

        Assert.Throws<NotSupportedException>(() => trainer.Fit(x, y));

        Assert.All(trainer.Model.Parameters.ToArray(), weight => Assert.True(float.IsFinite(weight)));

        static void Throw(Finding finding) => throw new NotSupportedException(finding.Code);
    }

    private static void AssertLeavesTheStepBefore(int step, Func<TrainerOptions, TrainerOptions> fail, Action disarm)
    {
        using var cancel = new CancellationTokenSource();
        var (trainer, x, y) = Make(fail, null);
        var (twin, _, _) = Make(options => options, new Reporter(progress =>
        {
            if (progress.Completed == null && progress.Step == step - 1) cancel.Cancel();
        }));
        if (step == 1) cancel.Cancel();

        Assert.Throws<NotSupportedException>(() => trainer.Fit(x, y));
        twin.Fit(x, y, cancellationToken: cancel.Token);

        Assert.Equal(Bits.Of(twin.Model), Bits.Of(trainer.Model));
        if (step == 1) return; // the twin's first epoch was not even begun
        disarm();
        trainer.Fit(x, y);
        twin.Fit(x, y); // optimizer state and step numbers too
        Assert.Equal(Bits.Of(twin.Model), Bits.Of(trainer.Model));
    }

    private static (Trainer Trainer, float[,] X, int[] Y) Make(Func<TrainerOptions, TrainerOptions> change, Callback? progress)
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(new LayerContract.RunningCenter(), new Dense(4000), new Dense(Blobs.Classes));
        model.Build(Blobs.Features);
        var options = new TrainerOptions
        {
            Epochs = 4, BatchSize = 6, MicroBatchSize = 3, ClipNorm = 1, Checks = [], Callbacks = progress == null ? []
            : [progress]
        };
        return (new Trainer(model, change(options)), x, y);
    }

    /// <summary>Throws in a slice of a step, after it has moved the weights before it.</summary>
    private sealed class Failing(Optimizer optimizer, int step, int slice) : Optimizer(optimizer.LearningRate)
    {
        private int _slices;
        private volatile bool _hasThrown;

        public bool IsArmed { get; set; } = true;
        public bool IsForGood { get; init; }
        public override int StateSlots => optimizer.StateSlots;

        public override void Step(in OptimizerPass pass)
        {
            if (IsArmed && pass.StepNumber == step && Interlocked.Increment(ref _slices) == slice)
            {
                _hasThrown = true;
                throw new NotSupportedException();
            }
            if (_hasThrown && IsForGood) throw new NotSupportedException();
            optimizer.Step(pass);
        }
    }

    /// <summary>Makes weights that are not finite, in one step.</summary>
    private sealed class Poison(int step) : Optimizer(1e-3f)
    {
        public override void Step(in OptimizerPass pass)
        {
            if (pass.StepNumber == step) pass.Parameters.Fill(float.NaN);
        }
    }

    private sealed class FailingSchedule(int step) : LearningRateSchedule
    {
        private int _calls;

        public bool IsArmed { get; set; } = true;

        public override double Factor(in SchedulePass pass) => IsArmed && _calls++ > 0 && pass.Step >= step - 1 ? throw new NotSupportedException() : 1;
    }

    private sealed class Acting(Action act) : Loss
    {
        private readonly CrossEntropy _loss = new();

        public override void Compute(in LossPass pass)
        {
            act();
            _loss.Compute(pass);
        }
    }
}
