using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests;

public class TrainerDefaultsTests
{
    private const double GoodAccuracy = 0.83; // scikit-learn's bar for any classifier on blobs

    [Theory, Row(45)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fit_Defaults_LearnsBlobs(ulong seed)
    {
        var (x, y) = Blobs.Make(seed);
        var model = Blobs.Model(64);

        var history = new Trainer(model).Fit(x, y);

        double accuracy = model.PredictClasses(x).Zip(y).Average(pair => pair.First == pair.Second ? 1.0 : 0);
        Assert.True(accuracy > GoodAccuracy, $"accuracy {accuracy}");
        Assert.Equal(accuracy, new Trainer(model).Evaluate(x, y).Accuracy);
        Assert.Equal(10, history.Epochs.Count);
        Assert.Equal(StopReason.Completed, history.StopReason);
        Assert.True(history.Epochs[^1].Loss < history.Epochs[0].Loss);
    }

    [Fact]
    public void Fit_XorWithNumbers_MeetsThem()
    {
        const float Close = 0.1f; // far from 0.5, where the answer would flip
        var model = new Sequential(new Dense(8), new ReLU(), new Dense(1));
        float[] targets = [0, 1, 1, 0];

        new Trainer(model, new() { Epochs = 500, Optimizer = new Sgd(0.1f) { Momentum = 0.9f } }).Fit([[0, 0], [0, 1], [1, 0], [1, 1]], targets);

        float[,] y = model.Predict([[0, 0], [0, 1], [1, 0], [1, 1]]);
        for (int row = 0; row < 4; row++) Assert.Equal(targets[row], y[row, 0], Close);
    }

    [Fact, Row(44)]
    public void Fit_IntegersForOneOutput_EqualFloatTargets()
    {
        var (x, y) = Blobs.Make();
        Sequential integers = new(new Dense(8), new ReLU(), new Dense(1)), floats = new(new Dense(8), new ReLU(), new Dense(1));

        new Trainer(integers).Fit(x, y);
        new Trainer(floats).Fit(x, [.. y.Select(label => (float)label)]);

        Assert.Equal(Bits.Of(floats), Bits.Of(integers));
    }

    [Fact]
    public void Fit_OneHotTargets_EqualLabels()
    {
        var (x, y) = Blobs.Make();
        Model labels = Blobs.Model(), oneHot = Blobs.Model();
        var options = new TrainerOptions { Loss = new CrossEntropy() };

        var expected = new Trainer(labels, options).Fit(x, y);
        var actual = new Trainer(oneHot, options).Fit(x, Blobs.OneHot(y));

        Assert.Equal(Bits.Of(labels), Bits.Of(oneHot));
        Assert.Equal(expected.Epochs[^1].Accuracy, actual.Epochs[^1].Accuracy);
    }

    [Fact]
    public void Fit_SoftTargets_ApproachesThem()
    {
        const float Close = 0.02f; // 400 steps bring a bias this near
        float[,] x = new float[4, 2], soft = new float[4, Blobs.Classes];
        for (int row = 0; row < 4; row++) (soft[row, 0], soft[row, 1], soft[row, 2]) = (0.7f, 0.2f, 0.1f);
        var model = new Sequential(new Dense(Blobs.Classes), new Softmax());

        new Trainer(model, new() { Epochs = 400, Optimizer = new Adam(0.05f) }).Fit(x, soft);

        float[,] p = model.Predict(x);
        Assert.Equal(0.7f, p[0, 0], Close);
        Assert.Equal(0.2f, p[0, 1], Close);
    }

    [Fact]
    public void Fit_SoftmaxModel_EqualsLogitsUnderCrossEntropy()
    {
        var (x, y) = Blobs.Make();
        Sequential logits = Blobs.Model(), softmax = new(new Dense(16), new ReLU(), new Dense(Blobs.Classes), new Softmax());

        new Trainer(logits).Fit(x, y);
        new Trainer(softmax).Fit(x, y);

        Assert.Equal(Bits.Of(logits), Bits.Of(softmax));
        Assert.Equal(new Trainer(logits).Evaluate(x, y), new Trainer(softmax).Evaluate(x, y));
    }

    [Fact]
    public void Fit_SoftmaxModelUnderSquaredError_Learns()
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(new Dense(16), new ReLU(), new Dense(Blobs.Classes), new Softmax());
        var trainer = new Trainer(model, new() { Loss = new MeanSquaredError(), Epochs = 20, Optimizer = new Adam(0.01f) });

        trainer.Fit(x, y);

        Assert.True(trainer.Evaluate(x, y).Accuracy > GoodAccuracy);
        Assert.Equal(trainer.Evaluate(x, y).Loss, trainer.Evaluate(x, Blobs.OneHot(y)).Loss);
    }

    [Fact]
    public void DefaultLoss_SeveralOutputsAndLabels_IsCrossEntropy() => AssertDefault(new CrossEntropy(), Blobs.Model(), labels: true);

    [Fact]
    public void DefaultLoss_SeveralOutputsAndTargets_IsSquaredError() => AssertDefault(new MeanSquaredError(), Blobs.Model(), labels: false);

    [Fact]
    public void DefaultLoss_SoftmaxAndTargets_IsCrossEntropy() =>
        AssertDefault(new CrossEntropy(), new Sequential(new Dense(Blobs.Classes), new Softmax()), labels: false);

    [Fact]
    public void DefaultLoss_OneOutputAndLabels_IsSquaredError() => AssertDefault(new MeanSquaredError(), new Sequential(new Dense(1)), labels: true);

    private static void AssertDefault(Loss expected, Model model, bool labels)
    {
        var (x, y) = Blobs.Make();
        model.Build(Blobs.Features);
        Trainer byDefault = new(model), byName = new(model, new() { Loss = expected });

        if (labels) Assert.Equal(byName.Evaluate(x, y), byDefault.Evaluate(x, y));
        else Assert.Equal(byName.Evaluate(x, Blobs.OneHot(y)), byDefault.Evaluate(x, Blobs.OneHot(y)));
    }
}
