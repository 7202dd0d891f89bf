namespace ScratchNN.Tests;

public class ValidationTests
{
    [Fact]
    public void Fit_Split_HoldsBackItsShare()
    {
        var data = new Watched(100);
        new Trainer(new Sequential(new Dense(1)), new() { Epochs = 2, ValidationSplit = 0.2f, Checks = [], Loss = new RawSquaredError() }).Fit(data);

        Assert.Equal(80, data.Trained(epoch: 0, 80).Distinct().Count());
        Assert.Equal(20, data.Validated(epoch: 0, 80, 20).Distinct().Count());
        Assert.Empty(data.Trained(0, 80).Intersect(data.Validated(0, 80, 20)));
        Assert.Equal(data.Validated(0, 80, 20), data.Validated(1, 80, 20));
        Assert.Equal(data.Trained(0, 80).Order(), data.Trained(1, 80).Order());
    }

    [Fact]
    public void Fit_Split_IsTheSameForEveryFitAndDecidedByTheSeed()
    {
        int[] first = Held(seed: 3), again = Held(seed: 3), other = Held(seed: 4);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        static int[] Held(ulong seed)
        {
            var data = new Watched(50);
            var trainer = new Trainer(new Sequential(new Dense(1)),
                new() { Epochs = 1, ValidationSplit = 0.1f, Seed = seed, Checks = [], Loss = new RawSquaredError() });
            trainer.Fit(data);
            trainer.Fit(data);
            Assert.Equal(data.Validated(0, 45, 5), data.Validated(1, 45, 5));
            return data.Validated(0, 45, 5);
        }
    }

    [Fact]
    public void Fit_Split_ReportsTheLossOfTheHeldRowsAfterTheEpoch()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        int[] held = [];
        var watched = new Watched(Blobs.Count);
        new Trainer(new Sequential(new Dense(1)), new() { Epochs = 1, ValidationSplit = 0.25f, Checks = [], Loss = new RawSquaredError() }).Fit(watched);
        held = watched.Validated(0, 225, 75);

        var last = new Trainer(model, new() { ValidationSplit = 0.25f }).Fit(x, y).Epochs[^1];

        var expected = new Trainer(model).Evaluate([.. held.Select(row => Row(x, row))], [.. held.Select(row => y[row])]);
        Assert.Equal(expected.Loss, last.ValidationLoss);
        Assert.Equal(expected.Accuracy, last.ValidationAccuracy);
    }

    [Fact]
    public void Fit_ValidationData_ReportsItsLossAndTrainsOnEverything()
    {
        var (x, y) = Blobs.Make();
        var (otherX, otherY) = Blobs.Make(seed: 1, count: 77);
        Model watched = Blobs.Model(), alone = Blobs.Model();

        var last = new Trainer(watched).Fit(Dataset.From(x, y), Dataset.From(otherX, otherY)).Epochs[^1];
        var without = new Trainer(alone).Fit(x, y).Epochs[^1];

        var expected = new Trainer(watched).Evaluate(otherX, otherY);
        Assert.Equal(expected.Loss, last.ValidationLoss);
        Assert.Equal(expected.Accuracy, last.ValidationAccuracy);
        Assert.Equal(Bits.Of(alone), Bits.Of(watched));
        Assert.Null(without.ValidationLoss);
        Assert.Null(without.ValidationAccuracy);
    }

    [Fact]
    public void Fit_NoClasses_HasNoAccuracy()
    {
        List<Told> told = [];

        var last = new Trainer(new Sequential(new Dense(1)), new() { Epochs = 1, ValidationSplit = 0.5f, Callbacks = [new Reporter(told.Add)] })
            .Fit([[1], [2]], [1f, 2f]).Epochs[0];

        Assert.All(told, progress => Assert.Null(progress.Accuracy));
        Assert.Null(last.Accuracy);
        Assert.Null(last.ValidationAccuracy);
        Assert.NotNull(last.ValidationLoss);
    }

    [Theory]
    [InlineData(3, 0.1f)]
    [InlineData(3, 0.99f)]
    [InlineData(1, 0.5f)]
    public void Fit_SplitThatLeavesNothing_ThrowsAndLeavesTheModelAlone(int count, float split)
    {
        var model = new Sequential(new Dense(1));

        var exception = Assert.Throws<ArgumentException>(() => new Trainer(model, new() { ValidationSplit = split }).Fit(new Watched(count)));

        Assert.Contains($"of {count} samples leaves", exception.Message);
        Assert.False(model.IsBuilt);
    }

    [Fact]
    public void Fit_DataAndSplit_Throws()
    {
        var (x, y) = Blobs.Make();

        var exception = Assert.Throws<ArgumentException>("validation", () =>
            new Trainer(Blobs.Model(), new() { ValidationSplit = 0.1f }).Fit(Dataset.From(x, y), Dataset.From(x, y)));
        Assert.StartsWith("Validation data and a validation split are both given: choose one.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_IntegersForOneOutput_MayBeValidatedOnOthers()
    {
        var last = new Trainer(new Sequential(new Dense(1)), new() { Epochs = 1 }).Fit(Dataset.From([[1], [2]], [3, 5]), Dataset.From([[1]], [-7])).Epochs[0];

        Assert.NotNull(last.ValidationLoss);
    }

    private static float[] Row(float[,] x, int row) => [.. Enumerable.Range(0, x.GetLength(1)).Select(i => x[row, i])];

    /// <summary>Remembers which rows were asked for, epoch after epoch: first those trained on, then those validated on.</summary>
    private sealed class Watched(int count) : IDataset
    {
        private readonly List<int> _rows = [];

        public int Count => count;
        public Shape InputShape => 1;
        public Shape? TargetShape => 1;

        /// <summary>Of losses that read nothing before the first step.</summary>
        public int[] Trained(int epoch, int share) => [.. _rows.Skip(epoch * count).Take(share)];

        public int[] Validated(int epoch, int trained, int held) => [.. _rows.Skip((epoch * count) + trained).Take(held)];

        public void Read(in ReadPass pass)
        {
            _rows.AddRange(pass.Rows);
            pass.Inputs.Fill(1);
            pass.Targets.Fill(1);
        }
    }
}
