namespace ScratchNN.Tests;

/// <summary>The data that callbacks see, and the way to cancel.</summary>
public sealed class CallbackDataTests
{
    [Fact]
    public void Data_Arrays_AreTheRowsWithLabelsAndWeights()
    {
        var (x, y) = Blobs.Make(count: 12);
        float[] weights = [.. Enumerable.Range(0, 12).Select(i => (float)i)];
        string[] names = [.. y.Select(label => $"{(char)('a' + label)}")];
        var seen = See(options => new Trainer(Blobs.Model(), options).Fit(x, names, weights));

        Assert.Equal((12, (Shape)Blobs.Features, null), (seen.Data.Count, seen.Data.InputShape, seen.Data.TargetShape));
        Assert.Equal(["a", "b", "c"], seen.Data.Info!.ClassNames!);
        Assert.Null(seen.Validation);
        var (inputs, labels, read) = Read(seen.Data, [7, 0, 7]);
        Assert.Equal([.. Row(x, 7), .. Row(x, 0), .. Row(x, 7)], inputs);
        Assert.Equal([y[7], y[0], y[7]], labels);
        Assert.Equal([7, 0, 7], read);
    }

    /// <summary>Each row is in one of both, and the training rows are those that a step sees.</summary>
    [Fact]
    public void Data_ValidationSplit_IsSplit()
    {
        var (x, y) = Blobs.Make(count: 20);
        var seen = See(options => new Trainer(Blobs.Model(), options with { ValidationSplit = 0.3, Seed = 5 }).Fit(x, y));
        var split = RowSplit.Of(RowSource.OfTargets(new int[20]), 0, new TrainerOptions { ValidationSplit = 0.3, Seed = 5 });

        Assert.Equal((14, 6), (seen.Data.Count, seen.Validation!.Count));
        Assert.Equal([.. split.Training.SelectMany(row => Row(x, row))], Read(seen.Data, [.. Enumerable.Range(0, 14)]).Inputs);
        Assert.Equal([.. split.Validation.Select(row => y[row])], Read(seen.Validation, [.. Enumerable.Range(0, 6)]).Labels);
    }

    [Fact]
    public void Data_Datasets_AreThoseThatFitWasGiven()
    {
        var (x, y) = Blobs.Make(count: 20);
        IDataset data = Dataset.From(x, y), validation = Dataset.From(x, y);
        var seen = See(options => new Trainer(Blobs.Model(), options).Fit(data, validation));
        Assert.Same(data, seen.Data);
        Assert.Same(validation, seen.Validation);
    }

    [Theory]
    [InlineData("begin", StopReason.Canceled, 0, 0)]
    [InlineData("step 1", StopReason.Canceled, 0, 1)]
    [InlineData("step 2", StopReason.Canceled, 1, 2)] // the last of its epoch, which is completed
    [InlineData("step 3", StopReason.Canceled, 1, 3)]
    [InlineData("epoch 1", StopReason.Canceled, 1, 2)]
    [InlineData("step 10", StopReason.Completed, 5, 10)]
    public void Cancel_AtAnyMoment_EndsAsACancellation(string when, StopReason reason, int epochs, int steps)
    {
        var (x, y) = Blobs.Make(count: 10);
        long last = 0;
        var canceling = new Acting { Act = (string moment, in CallbackPass pass) => { last = pass.Step.Step; if (moment == when) pass.Cancel(); } };
        var history = new Trainer(Blobs.Model(), new() { Epochs = 5, BatchSize = 5, Callbacks = [canceling] }).Fit(x, y);
        Assert.Equal((reason, epochs, steps), (history.StopReason, history.Epochs.Count, last));
    }

    /// <summary>It can be saved and resumed, and what ended it does not end the next.</summary>
    [Fact]
    public void Cancel_Resumed_EndsAsTheUnbrokenOne()
    {
        var row = ResumeCase.All["early stopping"];
        var whole = row.New();
        row.Fit(whole);
        var trainer = row.New(
            row.Options() with
            {
                Callbacks = [.. row.Options().Callbacks,
                    new Acting { Act = (string moment, in CallbackPass pass) => { if (moment == "step 5") pass.Cancel(); } }],
                Checks = []
            });
        row.Fit(trainer);
        var file = new MemoryStream();
        trainer.Save(file);
        file.Position = 0;

        var resumed = row.Resume(file);
        row.Fit(resumed);

        Assert.Equal(Bits.Of(whole.Model), Bits.Of(resumed.Model));
    }

    private static (IDataset Data, IDataset? Validation) See(Action<TrainerOptions> fit)
    {
        (IDataset, IDataset?)? seen = null;
        fit(new TrainerOptions
        {
            Epochs = 1, Checks = [],
            Callbacks = [new Acting { Act = (string _, in CallbackPass pass) => seen = (pass.Data, pass.Validation) }]
        });
        return seen!.Value;
    }

    private static (float[] Inputs, int[] Labels, float[] Weights) Read(IDataset data, int[] rows)
    {
        float[] inputs = new float[rows.Length * data.InputShape.Size], weights = [.. rows.Select(_ => 1f)];
        int[] labels = new int[rows.Length];
        data.Read(new ReadPass { Rows = rows, Inputs = inputs, Labels = labels, Weights = weights });
        return (inputs, labels, weights);
    }

    private static float[] Row(float[,] x, int row) => [.. Enumerable.Range(0, x.GetLength(1)).Select(column => x[row, column])];
}
