namespace ScratchNN.Tests;

public class ProgressTests
{
    [Fact]
    public void Fit_Reports_EveryStepAndEveryEpoch()
    {
        var (x, y) = Blobs.Make(count: 10);
        List<Told> reports = [];
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 2, BatchSize = 4, Callbacks = [new Reporter(reports.Add)] });

        var first = trainer.Fit(x, y);
        var second = trainer.Fit(x, y);

        EpochResult[] epochs = [.. first.Epochs, .. second.Epochs];
        Assert.Equal(4 * (3 + 1), reports.Count);
        for (int i = 0; i < reports.Count; i++)
        {
            int epoch = (i / 4) + 1, inEpoch = Math.Min((i % 4) + 1, 3);
            Assert.Equal((epoch, (3 * (epoch - 1)) + inEpoch, inEpoch, 3),
                (reports[i].Epoch, (int)reports[i].Step, reports[i].StepInEpoch, reports[i].StepsPerEpoch));
            Assert.Equal(i % 4 == 3 ? epochs[epoch - 1] : null, reports[i].Completed);
        }
    }

    [Fact]
    public void Fit_Reports_LossOfTheBatchBeforeItsStep()
    {
        var (x, y) = Blobs.Make(count: 8);
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        List<Told> reports = [];
        var before = new Trainer(model).Evaluate(Head(x, 4), y.AsSpan(0, 4));

        var history = new Trainer(model, new() { Epochs = 1, BatchSize = 4, Shuffle = false, Callbacks = [new Reporter(reports.Add)] }).Fit(x, y);

        Assert.Equal(before.Loss, reports[0].Loss);
        Assert.Equal(before.Accuracy, reports[0].Accuracy);
        Assert.Equal((reports[0].Loss + reports[1].Loss) / 2, history.Epochs[0].Loss);
        Assert.Equal((reports[0].Accuracy + reports[1].Accuracy) / 2, history.Epochs[0].Accuracy);
        Assert.Equal((history.Epochs[0].Loss, history.Epochs[0].Accuracy), (reports[2].Loss, reports[2].Accuracy));
    }

    [Fact]
    public void Fit_Epochs_TellRateAndSpeed()
    {
        var (x, y) = Blobs.Make();

        var epoch = new Trainer(Blobs.Model(), new() { Epochs = 1, Optimizer = new Sgd(0.25f) }).Fit(x, y).Epochs[0];

        Assert.Equal(0.25f, epoch.LearningRate);
        Assert.True(epoch.Duration.TotalSeconds > 0);
        Assert.Equal(Blobs.Count / epoch.Duration.TotalSeconds, epoch.SamplesPerSecond);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(1, 20)]
    [InlineData(2, 20)]
    public void Fit_Steps_AllocateNothing(int workers, int? microBatch)
    {
        var (x, y) = Blobs.Make(count: 640);
        Assert.Equal(0, Allocations.OfSteps(
            progress =>
                new Trainer(Blobs.Model(), new() { Threads = workers, MicroBatchSize = microBatch, ClipNorm = 1, Callbacks = [progress], BatchSize = 64 })
                    .Fit(x, y),
            warm: 30, steps: 100));
    }

    private static float[,] Head(float[,] x, int rows)
    {
        float[,] head = new float[rows, x.GetLength(1)];
        Array.Copy(x, head, head.Length);
        return head;
    }
}
