using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests;

/// <summary>The trainer and its model: whose parameters they are, and which layer comes last.</summary>
public class TrainerModelTests
{
    [Fact]
    public void Fit_BuildInACallback_ThrowsAndKeepsWholeSteps()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var trainer = new Trainer(model, new() { Callbacks = [new Reporter(_ => model.Build(Blobs.Features, 7))] });

        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Fit(x, y));
        Assert.Contains("being trained", exception.Message, StringComparison.Ordinal);

        model.Build(Blobs.Features, 7); // after it, that is allowed
        Assert.True(new Trainer(model).Fit(x, y).Epochs[^1].Accuracy > 0.5);
    }

    [Fact]
    public void Fit_OfAnotherTrainerOnTheSameModel_Throws()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var other = new Trainer(model);
        var trainer = new Trainer(model, new() { Epochs = 1, Callbacks = [new Reporter(_ => other.Fit(x, y))] });

        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Fit(x, y));
        Assert.Contains("a Clone for each", exception.Message, StringComparison.Ordinal);
        Assert.Equal(10, other.Fit(x, y).Epochs.Count);
    }

    [Fact]
    public void Fit_Workers_ServeLayersAndLoss()
    {
        var (x, y) = Blobs.Make();
        var counts = new Counts();
        new Trainer(new Sequential(new Dense(3), new Notes(counts)), new() { Epochs = 1, Threads = 3, Loss = new NotingLoss(counts) }).Fit(x, y);

        Assert.Equal((3, 3, 3), (counts.Forward, counts.Backward, counts.Loss));
    }

    [Fact, Row(21)]
    public void Fit_SoftmaxWithinABlock_IsAbsorbedAsOneOutsideIs()
    {
        var (x, y) = Blobs.Make();
        var flat = new Sequential(new Dense(16), new ReLU(), new Dense(Blobs.Classes), new Softmax());
        var nested = new Sequential(new Dense(16), new Block(new ReLU(), new Block(new Dense(Blobs.Classes), new Softmax())));
        var alone = new Sequential(new Dense(16), new ReLU(), new Dense(Blobs.Classes), new Block(new Softmax()));
        foreach (var model in (Sequential[])[flat, nested, alone]) new Trainer(model).Fit(x, y);

        Assert.Equal(Bits.Of(flat), Bits.Of(nested));
        Assert.Equal(Bits.Of(flat), Bits.Of(alone));
        Assert.Equal(Bits.Of(flat.PredictProbabilities(x)), Bits.Of(nested.PredictProbabilities(x)));
        Assert.Equal(Bits.Of(nested.Predict(x)), Bits.Of(nested.PredictProbabilities(x)));
    }

    [Fact]
    public void Evaluate_SoftmaxAlone_TakesItsInputsAsLogits()
    {
        var model = new Sequential(new Softmax());
        model.Build(2);
        const double Rounding = 6e-8; // of 1 + e⁻¹⁰ in float32
        Assert.Equal(Math.Log(1 + Math.Exp(-10)), new Trainer(model).Evaluate([[0, 10]], [1]).Loss, Rounding);
    }

    [Fact]
    public void Fit_ValidationLabelOutOfRange_ThrowsBeforeTraining()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        int[] wrong = [.. y];
        wrong[5] = Blobs.Classes;

        var exception = Assert.Throws<ArgumentException>(() => new Trainer(model).Fit(Dataset.From(x, y), Dataset.From(x, wrong)));
        Assert.StartsWith("Label 3 in row 5 of the validation data", exception.Message, StringComparison.Ordinal);
        Assert.False(model.IsBuilt);
    }

    [Fact]
    public void Fit_LossWithWiderTargets_HandsEachRowItsOwn()
    {
        float[,] targets = { { 1, 10 }, { 2, 20 }, { 3, 30 } };
        var loss = new WideTargets();
        new Trainer(new Sequential(new Dense(1)), new() { Epochs = 1, Shuffle = false, Loss = loss }).Fit([[1], [2], [3]], targets);
        Assert.Equal([1, 10, 2, 20, 3, 30], loss.Seen);
    }

    [Fact]
    public void Constructor_MoreParametersThanAnArrayHolds_SaysHowMany()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Sequential(new Dense(40_000, 40_000), new Dense(40_000)));
        Assert.Contains("3,200,080,000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_NegativeCache_NamesTheLayer()
    {
        var model = new Sequential(new Dense(3, 3), new NegativeCache());
        model.Build(3);
        var exception = Assert.Throws<InvalidOperationException>(() => model.Predict([[1, 2, 3]]));
        Assert.StartsWith("NegativeCache asks for a cache of -1 floats", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Two targets for each output; it takes the mean of both.</summary>
    private sealed class WideTargets : Loss
    {
        public float[] Seen { get; private set; } = [];

        public override void RequireShapes(Shape output, Shape? target) => Assert.Equal(2 * output.Size, target?.Size);

        public override void Compute(in LossPass pass)
        {
            Seen = pass.Targets.ToArray();
            pass.Losses.Clear();
            pass.OutputGradient.Clear();
        }
    }

    private sealed class NegativeCache : Layer
    {
        public override int CacheSize(Shape input, int batchSize) => -1;

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    /// <summary>How many threads each was given.</summary>
    private sealed class Counts
    {
        public int Forward { get; set; }

        public int Backward { get; set; }

        public int Loss { get; set; }
    }

    private sealed class Notes(Counts counts) : Layer
    {
        public override void Forward(in ForwardPass pass)
        {
            counts.Forward = pass.Workers.Count;
            pass.Input.CopyTo(pass.Output);
        }

        public override void Backward(in BackwardPass pass)
        {
            counts.Backward = pass.Workers.Count;
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }

    private sealed class NotingLoss(Counts counts) : Loss
    {
        private readonly CrossEntropy _loss = new();

        public override void Compute(in LossPass pass)
        {
            counts.Loss = pass.Workers.Count;
            _loss.Compute(pass);
        }
    }
}
