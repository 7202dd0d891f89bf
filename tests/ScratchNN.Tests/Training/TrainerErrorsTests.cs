using System.Text;

namespace ScratchNN.Tests;

public class TrainerErrorsTests
{
    private static readonly Sequential _digits = Built(new Sequential(new Dense(784, 128), new ReLU(), new Dense(128, 10), new Softmax()), 784);
    private static readonly IDataset _regression = Dataset.From(new float[8], 2, new float[4], 1);

    public static TheoryData<string> Cases => [.. _cases.Keys];

    /// <summary>What can be wrong with a call: each on a model of 4 inputs and 3 outputs.</summary>
    private static readonly Dictionary<string, Action<Trainer>> _cases = new()
    {
        ["fewer labels than samples"] = trainer => trainer.Fit(X(5), [0, 1, 2]),
        ["fewer byte labels"] = trainer => trainer.Fit(X(5), (byte[])[0, 1, 2]),
        ["fewer targets"] = trainer => trainer.Fit(X(5), new float[2, 3]),
        ["fewer numbers"] = trainer => trainer.Fit(X(5), [0f, 1f]),
        ["transposed x"] = trainer => trainer.Fit(new float[4, 5], [0, 1, 2, 0, 1]),
        ["label equal to the number of classes"] = trainer => trainer.Fit(X(3), [1, 2, 3]),
        ["label far too large"] = trainer => trainer.Fit(X(3), [1, 17, 0]),
        ["negative label"] = trainer => trainer.Fit(X(3), [0, -1, 0]),
        ["byte label equal to the number of classes"] = trainer => trainer.Fit(X(3), (byte[])[1, 2, 3]),
        ["byte label too large"] = trainer => trainer.Fit(X(3), (byte[])[0, 1, 200]),
        ["numbers for a classifier"] = trainer => new Trainer(trainer.Model, new() { Loss = new CrossEntropy() }).Fit(X(3), [0.5f, 1, 0]),
        ["numbers for several outputs"] = trainer => trainer.Fit(X(3), [0.5f, 1, 0]),
        ["targets of another width"] = trainer => trainer.Fit(X(3), new float[3, 2]),
        ["samples of another width"] = trainer => trainer.Fit(new float[3, 7], [0, 1, 2]),
        ["no samples"] = trainer => trainer.Fit(new float[0, 4], Array.Empty<int>()),
        ["empty dataset"] = trainer => trainer.Fit(new Empty()),
        ["split that leaves nothing"] = trainer => new Trainer(trainer.Model, new() { ValidationSplit = 0.01f }).Fit(X(3), [0, 1, 2]),
        ["validation data of another width"] = trainer =>
            new Trainer(trainer.Model, new() { Validation = Dataset.From(new float[1, 7], [0]) }).Fit(X(3), [0, 1, 2]),
        ["validation data of another kind"] = trainer =>
            new Trainer(trainer.Model, new() { Validation = Dataset.From(new float[4], 4, new float[3], 3) }).Fit(X(3), [0, 1, 2]),
        ["empty validation data"] = trainer => new Trainer(trainer.Model, new() { Validation = new Empty() }).Fit(X(3), [0, 1, 2]),
        ["jagged rows of different lengths"] = trainer => trainer.Fit([[0, 0, 0, 0], [0, 0]], [0, 1]),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_WrongData_ThrowsAndLeavesTheModelAlone(string name)
    {
        var fresh = new Sequential(new Dense(Blobs.Features, 8), new ReLU(), new Dense(Blobs.Classes));
        Assert.ThrowsAny<ArgumentException>(() => _cases[name](new Trainer(fresh)));
        Assert.False(fresh.IsBuilt);

        var built = Built(Blobs.Model(), Blobs.Features);
        uint[] before = Bits.Of(built);
        var trainer = new Trainer(built);
        Assert.ThrowsAny<ArgumentException>(() => _cases[name](trainer));
        Assert.Equal(before, Bits.Of(built));

        var (x, y) = Blobs.Make(); // the trainer is as if nothing had been
        var twin = Built(Blobs.Model(), Blobs.Features);
        Assert.Equal(1, trainer.Fit(x, y).Epochs[0].Epoch);
        new Trainer(twin).Fit(x, y);
        Assert.Equal(Bits.Of(twin), Bits.Of(built));
    }

    [Fact]
    public void Fit_WrongData_SaysWhatIsWrong()
    {
        var text = new StringBuilder();
        foreach (var (name, call) in _cases)
        {
            var exception = Assert.ThrowsAny<ArgumentException>(() => call(new Trainer(new Sequential(new Dense(Blobs.Features, 8), new ReLU(), new Dense(Blobs.Classes)))));
            text.AppendLine($"{name}:").AppendLine($"    {exception.Message}");
        }
        Snapshot.Verify(text.ToString());
    }

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
    public void Fit_LabelOutOfRangeInADataset_NamesItsRowAndLeavesWholeSteps()
    {
        int[] y = Blobs.Make().Y;
        y[250] = 9;
        var model = Built(Blobs.Model(), Blobs.Features);

        var exception = Assert.Throws<ArgumentException>(() => new Trainer(model, new() { Shuffle = false }).Fit(Dataset.From(Blobs.Make().X, y)));

        Assert.StartsWith("Label 9 in row 250 is none of the classes 0 to 2", exception.Message);
        Assert.All(model.Parameters.ToArray(), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void Fit_CrossEntropyForOneOutput_SaysWhatToDo()
    {
        var trainer = new Trainer(new Sequential(new Dense(1)), new() { Loss = new CrossEntropy() });

        Assert.Contains("MeanSquaredError", Assert.Throws<ArgumentException>(() => trainer.Fit(X(2), [0, 1])).Message);
        Assert.Contains("at least 2", Assert.Throws<ArgumentException>(() => new Trainer(new Sequential(new Dense(1), new Softmax())).Fit(X(2), [0, 1])).Message);
    }

    [Fact]
    public void Fit_ModelWithoutParameters_SaysSo()
    {
        var model = new Sequential(new ReLU(), new Softmax());

        Assert.Contains("no parameters", Assert.Throws<InvalidOperationException>(() => new Trainer(model).Fit(X(2), [0, 1])).Message);
        Assert.False(model.IsBuilt);
    }

    [Fact]
    public void Evaluate_BeforeBuild_NamesTheRemedy()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Trainer(Blobs.Model()).Evaluate(X(2), [0, 1]));

        Assert.Contains("Build", exception.Message);
        Assert.Contains("train it first", exception.Message);
    }

    [Fact]
    public void Evaluate_WrongData_Throws()
    {
        var trainer = new Trainer(Built(Blobs.Model(), Blobs.Features));

        Assert.Throws<ArgumentException>(() => trainer.Evaluate(X(3), [0, 1]));
        Assert.Throws<ArgumentException>(() => trainer.Evaluate(X(3), [0, 1, 3]));
        Assert.Throws<ArgumentException>(() => trainer.Evaluate(X(3), new float[3, 2]));
        Assert.Throws<ArgumentException>(() => trainer.Evaluate(_regression));
    }

    [Fact]
    public void Evaluate_OtherTargetsThanTheValidationData_IsFine()
    {
        var trainer = new Trainer(Built(Blobs.Model(), Blobs.Features), new() { Validation = Dataset.From(X(1), [0]) });

        Assert.Equal(2, trainer.Evaluate(X(2), new float[2, 3]).Count);
    }

    [Fact]
    public void Fit_WhileFitting_Throws()
    {
        Trainer? trainer = null;
        int tried = 0;
        var reporter = new Reporter(_ =>
        {
            if (tried++ == 0) Assert.Throws<InvalidOperationException>(() => trainer!.Fit(X(2), [0, 1]));
        });
        trainer = new Trainer(Blobs.Model(), new() { Epochs = 1, Progress = reporter });

        trainer.Fit(X(2), [0, 1]);

        Assert.Equal(2, tried);
    }

    [Fact]
    public void Fit_NullArguments_Throw()
    {
        var trainer = new Trainer(Blobs.Model());

        Assert.Throws<ArgumentNullException>("model", () => new Trainer(null!));
        Assert.Throws<ArgumentNullException>("dataset", () => trainer.Fit((IDataset)null!));
        Assert.Throws<ArgumentNullException>(() => trainer.Fit((float[,])null!, [0]));
        Assert.Throws<ArgumentException>(() => trainer.Fit(X(2), (int[])null!)); // a null array is an empty span
    }

    private static float[,] X(int count) => new float[count, Blobs.Features];

    private static Sequential Built(Sequential model, Shape input)
    {
        model.Build(input);
        return model;
    }

    private sealed class Empty : IDataset
    {
        public int Count => 0;
        public Shape InputShape => Blobs.Features;
        public Shape? TargetShape => null;
        public void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labels, Span<float> targets) => throw new NotSupportedException();
    }
}
