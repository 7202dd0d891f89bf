namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>A Fit that ends early, by cancellation or by an exception, leaves whole steps, and a trainer that goes on.</summary>
public sealed class InterruptedFitTests
{
    private const int Step = 4; // the first of the second epoch
    private static readonly EstimatorData _data = EstimatorData.Default;

    public static TheoryData<string> Names => EstimatorCases.Names;

    [Theory, MemberData(nameof(Names)), Row(57)]
    public void Fit_Canceled_LeavesWholeStepsAndAUsableModel(string name)
    {
        var row = EstimatorCases.Get(name);
        using var cancel = new CancellationTokenSource();
        var trainer = row.NewTrainer(options => options with { Callbacks = [At(Step, cancel.Cancel)] });

        var history = row.Fit(trainer, _data, cancel.Token);

        Assert.Equal((StopReason.Canceled, 1, 1), (history.StopReason, history.Epochs.Count, history.BestEpoch));
        AssertWholeSteps(row, trainer);
    }

    [Theory, MemberData(nameof(Names)), Row(58)]
    public void Fit_ProgressThatThrows_LeavesWholeStepsAndAUsableModel(string name)
    {
        var row = EstimatorCases.Get(name);
        bool throws = true;
        var trainer = row.NewTrainer(options => options with { Callbacks = [At(Step, () => _ = throws ? throw new NotSupportedException() : 0)] });

        Assert.Throws<NotSupportedException>(() => row.Fit(trainer, _data));

        throws = false;
        AssertWholeSteps(row, trainer);
    }

    [Theory, MemberData(nameof(Names)), Row(58)]
    public void Fit_DatasetThatThrows_LeavesWholeStepsAndAUsableModel(string name)
    {
        var row = EstimatorCases.Get(name);
        var trainer = row.NewTrainer(options => options with { Checks = [] }); // they read as well
        int adapting = trainer.Model.Layers.Count(layer => layer.Adapts); // and so does each of these, once
        int hasScale = row.Answer is Answer.Number or Answer.Numbers ? 1 : 0; // and so does the scale of numbers
        var broken = new Failing(row.Answer, _data, reads: Step + adapting + hasScale);

        Assert.Equal("The disk is gone.", Assert.Throws<IOException>(() => trainer.Fit(broken)).Message);

        AssertWholeSteps(row, trainer);
    }

    /// <summary>An exception in the first epoch: that one was begun, so its number is used up.</summary>
    [Fact, Row(58)]
    public void Fit_AfterAnException_BeginsWithTheNextEpoch()
    {
        var row = EstimatorCases.All[0];
        bool throws = true;
        var trainer = row.NewTrainer(options => options with { Callbacks = [At(1, () => _ = throws ? throw new NotSupportedException() : 0)] });
        Assert.Throws<NotSupportedException>(() => row.Fit(trainer, _data));
        Assert.Empty(trainer.Epochs);

        throws = false;
        Assert.Equal([2, 3], row.Fit(trainer, _data).Epochs.Select(epoch => epoch.Epoch));
    }

    [Fact, Row(58)]
    public void Fit_DatasetWithAWrongLabel_NamesItsRowAndLeavesWholeSteps()
    {
        const int Bad = 37; // in the third batch of 16
        var row = EstimatorCases.All.First(row => row.Answer == Answer.Labels);
        var data = EstimatorData.Make();
        data.Labels[Bad] = 7;
        var trainer = row.NewTrainer(options => options with { Shuffle = false, Checks = [] });
        var twin = row.NewTrainer(options => options with { Shuffle = false, Checks = [], Epochs = 1 });

        var exception = Assert.Throws<ArgumentException>(() => trainer.Fit(new Failing(Answer.Labels, data)));
        row.Fit(twin, _data.Take(Enumerable.Range(0, 32))); // two batches of it

        Assert.Equal("Label 7 in row 37 is not one of the classes 0 to 2: the model has 3 outputs. Labels start at 0; end the model in one output per class.",
            exception.Message);
        Assert.Equal(Bits.Of(twin.Model), Bits.Of(trainer.Model));
    }

    /// <summary>The model has taken so many steps, and the next Fit is what it is after a cancellation.</summary>
    private static void AssertWholeSteps(EstimatorCase row, Trainer trainer)
    {
        uint[] bits = [];
        using var cancel = new CancellationTokenSource();
        var twin = row.NewTrainer();
        twin = new Trainer(twin.Model, twin.Options with { Callbacks = [At(Step, () => { bits = Bits.Of(twin.Model); cancel.Cancel(); })] });
        row.Fit(twin, _data, cancel.Token);

        Assert.Equal(bits, Bits.Of(trainer.Model));
        Assert.All(trainer.Model.Predict(_data.X).Cast<float>(), value => Assert.True(float.IsFinite(value)));
        Assert.Equal([3, 4], row.Fit(trainer, _data).Epochs.Select(epoch => epoch.Epoch));
        row.Fit(twin, _data);
        Assert.Equal(Bits.Of(twin.Model), Bits.Of(trainer.Model));
    }

    private static Reporter At(int step, Action act) => new(progress =>
    {
        if (progress.Step == step && progress.Completed == null) act();
    });

    /// <summary>Rows of a user, who fails after so many reads.</summary>
    private sealed class Failing(Answer answer, EstimatorData data, int reads = int.MaxValue) : IDataset
    {
        private int _reads;

        public int Count => data.Labels.Length;
        public Shape InputShape => EstimatorCase.Features;
        public Shape? TargetShape => answer switch { Answer.Labels or Answer.YesNo => null, Answer.Number => 1, _ => Blobs.Classes };

        public void Read(in ReadPass pass)
        {
            if (_reads++ == reads) throw new IOException("The disk is gone.");
            float[] all = answer switch { Answer.Labels or Answer.YesNo => [], Answer.Number => data.Number, _ => [.. data.Targets(answer).Cast<float>()] };
            int width = pass.Targets.Length / pass.Rows.Length;
            for (int i = 0; i < pass.Rows.Length; i++)
            {
                if (answer == Answer.Labels) pass.Labels[i] = data.Labels[pass.Rows[i]];
                if (answer == Answer.YesNo) pass.Labels[i] = data.Labels[pass.Rows[i]] == 1 ? 1 : 0;
                all.AsSpan(pass.Rows[i] * width, width).CopyTo(pass.Targets[(i * width)..]);
                for (int j = 0; j < EstimatorCase.Features; j++) pass.Inputs[(i * EstimatorCase.Features) + j] = data.X[pass.Rows[i], j];
            }
        }
    }
}
