namespace ScratchNN.Tests;

/// <summary>Steps that a user takes one by one.</summary>
public class FitBatchTests
{
    private static readonly (float[,] X, int[] Y) _data = Blobs.Make(count: 50);
    private static readonly TrainerOptions _options = new()
    {
        Epochs = 6, BatchSize = 50, Shuffle = false, Optimizer = new Adam(0.05), ClipNorm = 1,
        Checks = []
    };

    [Theory]
    [InlineData(1), InlineData(2)]
    public void FitBatch_OfAllRows_IsAFitOfFullBatches(int threads)
    {
        var options = _options with { Threads = threads, AverageWeights = 0.5, ClassWeights = ClassWeights.Of(1, 2, 3) };
        float[] weights = [.. Enumerable.Range(0, 50).Select(i => 1f + (i % 2))];
        Model whole = Blobs.Model(), steps = Blobs.Model();
        var expected = new Trainer(whole, options).Fit(_data.X, _data.Y, weights);
        var trainer = new Trainer(steps, options);

        for (int step = 1; step <= 6; step++)
        {
            var result = trainer.FitBatch(_data.X, _data.Y, weights);
            Assert.Equal((step, expected.Epochs[step - 1].Loss, expected.Epochs[step - 1].Accuracy), (result.Step, result.Loss, result.Accuracy));
        }

        Assert.Equal(Bits.Of(whole), Bits.Of(steps));
    }

    [Fact]
    public void FitBatch_BetweenFits_GoesOnOnNewData()
    {
        var trainer = new Trainer(Blobs.Model(), _options);
        trainer.Fit(_data.X, _data.Y);
        Assert.Equal(7, trainer.FitBatch([[1, 2, 3, 4]], [2]).Step);
        var history = trainer.Fit(_data.X, _data.Y);
        Assert.Equal((7, 12), (history.Epochs[0].Epoch, trainer.Epochs.Count));
        Assert.Equal(14, trainer.FitBatch(_data.X, _data.Y).Step);
    }

    [Fact]
    public void FitBatch_Large_EqualsOneThread()
    {
        var random = new RandomStream(1, 0);
        float[] x = new float[300 * 200];
        random.FillNormal(x, 1);
        int[] y = [.. Enumerable.Range(0, 300).Select(i => i % 10)];
        uint[][] bits = [.. new[] { 1, 2 }.Select(threads =>
        {
            var model = new Sequential(new Dense(100), new ReLU(), new Dense(10));
            var trainer = new Trainer(model, new() { Threads = threads });
            for (int i = 0; i < 3; i++) trainer.FitBatch(new Samples(x, 200), y);
            return Bits.Of(model);
        })];
        Assert.Equal(bits[0], bits[1]);
    }

    [Fact]
    public void FitBatch_NaN_ThrowsAndKeepsTheWeights()
    {
        var trainer = new Trainer(Blobs.Model(), _options);
        trainer.FitBatch(_data.X, _data.Y);
        uint[] before = Bits.Of(trainer.Model);

        var exception = Assert.Throws<TrainingException>(() => trainer.FitBatch([[1, 2, 3, float.NaN]], [0]));

        Assert.StartsWith("Step 2 broke: the loss of the batch is NaN", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.Of(trainer.Model));
        Assert.Equal(2, trainer.FitBatch(_data.X, _data.Y).Step);
        var stopping = new Trainer(trainer.Model.Clone(), _options with { WhenBroken = WhenBroken.Stop });
        Assert.True(double.IsNaN(stopping.FitBatch([[1, 2, 3, float.NaN]], [0]).Loss));
    }

    [Fact]
    public void FitBatch_WhatDoesNotFit_LeavesTheModelUnbuilt()
    {
        var trainer = new Trainer(Blobs.Model());
        Assert.Throws<ArgumentException>(() => trainer.FitBatch(_data.X, [0, 1]));
        Assert.Throws<ArgumentException>(() => trainer.FitBatch([[1, 2, 3, 4]], [3]));
        Assert.False(trainer.Model.IsBuilt);
    }

    [Fact]
    public void FitBatch_AgainAndAgain_AllocatesLittle()
    {
        var trainer = new Trainer(new Sequential(new Dense(200), new ReLU(), new Dense(Blobs.Classes)), _options with { Threads = 1 });
        for (int i = 0; i < 3; i++) trainer.FitBatch(_data.X, _data.Y);

        Assert.InRange(Allocations.Of(() => trainer.FitBatch(_data.X, _data.Y)), 0, 2000); // nothing of layers and weights, 50 x 200 floats
    }

    [Fact]
    public void FitBatch_AfterResume_GivesTheInterruptedFitUp()
    {
        var row = ResumeCase.All["plain"];
        var trainer = row.New(new ThrowsAt(7));
        Assert.Throws<NotSupportedException>(() => row.Fit(trainer));
        var file = new MemoryStream();
        trainer.Save(file);
        file.Position = 0;

        var resumed = row.Resume(file);
        resumed.FitBatch(_data.X, _data.Y);

        Assert.Equal(6, row.Fit(resumed).Epochs.Count);
    }

    private sealed class ThrowsAt(long step) : Callback
    {
        public override void OnStepEnd(in CallbackPass pass)
        {
            if (pass.Step.Step == step) throw new NotSupportedException();
        }
    }
}
