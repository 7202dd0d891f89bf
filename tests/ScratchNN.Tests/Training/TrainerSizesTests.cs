using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests;

public class TrainerSizesTests
{
    [Theory]
    [InlineData(1, 1, 64, 1)]     // one sample, one feature
    [InlineData(1, 10, 64, 1)]
    [InlineData(10, 1, 64, 1)]
    [InlineData(7, 4, 1000, 1)]   // a batch larger than the data
    [InlineData(7, 4, 1, 7)]
    [InlineData(7, 4, 3, 3)]      // the last batch smaller
    [InlineData(6, 4, 3, 2)]
    [InlineData(300, 4, 299, 2)]
    public void Fit_AnySize_TakesTheRightNumberOfSteps(int count, int features, int batchSize, int steps)
    {
        var (x, y) = Blobs.Make(count: count, features: features);
        var model = Blobs.Model();
        Told last = default;

        var history = new Trainer(model, new() { Epochs = 3, BatchSize = batchSize, Callbacks = [new Reporter(progress => last = progress)] }).Fit(x, y);

        Assert.Equal((3 * steps, steps), (last.Step, last.StepsPerEpoch));
        Assert.All(history.Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
        Assert.Equal(count, model.PredictClasses(x).Length);
    }

    [Fact]
    public void Fit_BatchLargerThanTheData_EqualsAllOfIt()
    {
        var (x, y) = Blobs.Make(count: 50);
        Model all = Blobs.Model(), more = Blobs.Model();

        new Trainer(all, new() { BatchSize = 50 }).Fit(x, y);
        new Trainer(more, new() { BatchSize = int.MaxValue, MicroBatchSize = int.MaxValue }).Fit(x, y);

        Assert.Equal(Bits.Of(all), Bits.Of(more));
    }

    [Fact]
    public void Fit_LastBatchSmaller_CountsItsRowsAsOthersInTheEpochsLoss()
    {
        var seen = new List<Told>();

        var history = new Trainer(new Sequential(new Dense(1)), new() { Epochs = 1, BatchSize = 2, Callbacks = [new Reporter(seen.Add)] })
            .Fit([[1], [2], [3]], [1f, 5f, 2f]);

        Assert.Equal(((2 * seen[0].Loss) + seen[1].Loss) / 3, history.Epochs[0].Loss);
    }

    [Fact]
    public void Fit_OneStep_IsTheGradientOfTheMeanLoss()
    {
        // y = w·x from w = 0, x = 1 and 2, t = 2 and 3: d/dw of the mean of (w·x − t)² = −(2·1·2 + 2·2·3) / 2 = −8, d/db = −(2·2 + 2·3) / 2 = −5
        var model = new Sequential(new Dense(1) { Initialization = Initialization.Zeros });

        new Trainer(model, new() { Epochs = 1, Optimizer = new Sgd(0.5f), Loss = new RawSquaredError() }).Fit([[1], [2]], [2f, 3f]);

        Assert.Equal([4f, 2.5f], model.Parameters.ToArray());
    }

    [Fact]
    public void Fit_OneStepOnNumbers_IsTheGradientForStandardizedTargets()
    {
        // t = 2 and 3 become −1 and 1: d/dw = (2·1·1 − 2·2·1) / 2 = −1, d/db = (2·1 − 2·1) / 2 = 0
        var model = new Sequential(new Dense(1) { Initialization = Initialization.Zeros });

        var history = new Trainer(model, new() { Epochs = 1, Optimizer = new Sgd(0.5f) }).Fit([[1], [2]], [2f, 3f]);

        Assert.Equal([0.5f, 0f], model.Parameters.ToArray());
        Assert.Equal(0.25, history.Epochs[0].Loss); // in the unit of y: 2.5 against 2 and 3
        Assert.Equal(2.75f, model.PredictOne([1])[0]); // 2.5 + 0.5·0.5
    }

    [Fact]
    public void Fit_NoEpochs_OnlyBuilds()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();

        var history = new Trainer(model, new() { Epochs = 0 }).Fit(x, y);

        Assert.True(model.IsBuilt);
        Assert.Empty(history.Epochs);
        Assert.Equal(StopReason.Completed, history.StopReason);
    }

    [Fact, Row(29)]
    public void Fit_OneClass_LearnsIt()
    {
        var (x, _) = Blobs.Make();
        var model = Blobs.Model();

        new Trainer(model, new() { Optimizer = new Adam(0.01f) }).Fit(x, new int[Blobs.Count]);

        Assert.All(model.PredictClasses(x), label => Assert.Equal(0, label));
    }
}
