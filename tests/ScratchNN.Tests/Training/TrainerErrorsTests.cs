namespace ScratchNN.Tests;

public class TrainerErrorsTests
{
    private static readonly Model _digits = Built(new Sequential(new Dense(784, 128), new ReLU(), new Dense(128, 10), new Softmax()), 784);

    [Fact]
    public void Fit_ImagesOfAnotherSize_NamesTheLayerAndBothNumbers()
    {
        const string Message = "Dense(784 → 128) expects 784 features per sample, got 64 (x is [1797 × 64]).";
        float[,] x = new float[1797, 64];
        int[] y = new int[1797];
        var trainer = new Trainer(_digits);

        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => trainer.Fit(x, y)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => trainer.Evaluate(x, y)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => trainer.Model.Predict(x)).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => new Trainer(new Sequential(new Dense(784, 128))).Fit(x, y)).Message);
    }

    [Fact]
    public void Fit_CrossEntropyForOneOutput_SaysWhatToDo()
    {
        var trainer = new Trainer(new Sequential(new Dense(1)), new() { Loss = new CrossEntropy() });

        Assert.Contains("MeanSquaredError", Assert.Throws<ArgumentException>(() => trainer.Fit(X(2), [0, 1])).Message);
        Assert.Contains("at least 2",
            Assert.Throws<ArgumentException>(() => new Trainer(new Sequential(new Dense(1), new Softmax())).Fit(X(2), [0, 1])).Message);
    }

    [Fact]
    public void Fit_ModelWithoutParameters_SaysSo()
    {
        var model = new Sequential(new ReLU(), new Softmax());

        Assert.Contains("no parameters", Assert.Throws<InvalidOperationException>(() => new Trainer(model).Fit(X(2), [0, 1])).Message);
        Assert.False(model.IsBuilt);
    }

    [Fact]
    public void Constructor_NoModel_Throws() => Assert.Throws<ArgumentNullException>("model", () => new Trainer(null!));

    [Fact]
    public void Fit_WhileFitting_Throws()
    {
        Trainer? trainer = null;
        int tried = 0;
        var reporter = new Reporter(_ =>
        {
            if (tried++ == 0) Assert.Throws<InvalidOperationException>(() => trainer!.Fit(X(2), [0, 1]));
        });
        trainer = new Trainer(Blobs.Model(), new() { Epochs = 1, Callbacks = [reporter] });

        trainer.Fit(X(2), [0, 1]);

        Assert.Equal(2, tried);
    }

    [Fact]
    public void Fit_WrongAnswerInADatasetOfOnesOwn_NamesItsRow()
    {
        var trainer = new Trainer(Blobs.Model(), new() { Loss = new CrossEntropy(), BatchSize = 2, Checks = [] });

        Assert.StartsWith("Label 3 in row 5 is not one of the classes 0 to 2",
            Assert.Throws<ArgumentException>(() => trainer.Fit(new Doubtful(isLabelled: true))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Target -0.5 in row 5, column 1 is not a probability",
            Assert.Throws<ArgumentException>(() => trainer.Fit(new Doubtful(isLabelled: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MoreClassNamesThanOutputs_IsSaidOfNames()
    {
        string[] names = ["oak", "elm", "ash", "fir"];
        string[] y = [.. Enumerable.Range(0, 40).Select(i => names[i % 4])];

        Assert.Equal("y has 4 class names (ash, elm, fir, oak), but the model has 3 outputs: end it in Dense(4), one output for each class, or correct y. "
            + "The first class without an output is 'oak' in row 0.",
            Assert.Throws<ArgumentException>(() => new Trainer(Blobs.Model()).Fit(X(40), y)).Message);
    }

    [Fact]
    public void Fit_DatasetWithMoreClassNamesThanOutputs_IsSaidOfNames()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 4)];
        var data = Dataset.From(X(40), labels, info: new DataInfo { ClassNames = ["oak", "elm", "ash", "fir"] });

        Assert.Contains("y has 4 class names (oak, elm, ash, fir), but the model has 3 outputs: end it in Dense(4)",
            Assert.Throws<ArgumentException>(() => new Trainer(Blobs.Model()).Fit(data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LabelThatHasNoNameEither_IsSaidOfTheLabel()
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 3 ? 7 : i % 4)];
        var data = Dataset.From(X(40), labels, info: new DataInfo { ClassNames = ["oak", "elm", "ash", "fir"] });

        Assert.StartsWith("Label 7 in row 3 is not one of the classes 0 to 2",
            Assert.Throws<ArgumentException>(() => new Trainer(Blobs.Model()).Fit(data)).Message, StringComparison.Ordinal);
    }

    private static float[,] X(int count) => new float[count, Blobs.Features];

    private static Model Built(Model model, Shape input)
    {
        model.Build(input);
        return model;
    }

    /// <summary>Eight samples on demand, the sixth with a label that is not a class, or a target below 0.</summary>
    private sealed class Doubtful(bool isLabelled) : IDataset
    {
        public int Count => 8;
        public Shape InputShape => Blobs.Features;
        public Shape? TargetShape => isLabelled ? null : Blobs.Classes;

        public void Read(in ReadPass pass)
        {
            pass.Inputs.Clear();
            pass.Labels.Clear();
            pass.Targets.Fill(0.5f);
            int at = pass.Rows.IndexOf(5);
            if (at < 0) return;
            if (isLabelled) pass.Labels[at] = Blobs.Classes;
            else pass.Targets[(at * Blobs.Classes) + 1] = -0.5f;
        }
    }
}
