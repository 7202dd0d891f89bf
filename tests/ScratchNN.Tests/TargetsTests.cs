using System.Numerics.Tensors;
using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests;

/// <summary>Every form of y: which kind it is, and what it holds.</summary>
public class TargetsTests
{
    private static readonly float[,] _x = { { 0, 1 }, { 1, 0 }, { 1, 1 } };

    public static TheoryData<string> Names => [.. Labels.Keys];

    private static Dictionary<string, Func<Targets>> Labels => new()
    {
        ["int[]"] = () => (int[])[0, 1, 2],
        ["byte[]"] = () => (byte[])[0, 1, 2],
        ["Tensor<int>"] = () => Tensor.Create<int>([0, 1, 2]),
        ["Tensor<byte>"] = () => Tensor.Create<byte>([0, 1, 2]),
        ["memory"] = () => new ReadOnlyMemory<int>([9, 0, 1, 2], 1, 3),
        ["span"] = () => (ReadOnlySpan<int>)[0, 1, 2],
        ["byte span"] = () => (ReadOnlySpan<byte>)[0, 1, 2],
        ["expression"] = () => [0, 1, 2],
        ["spread"] = () => [.. new List<int> { 0, 1, 2 }],
        ["words"] = () => (string[])["a", "b", "c"],
        ["words in an expression"] = () => ["a", "b", "c"],
    };

    [Theory, MemberData(nameof(Names))]
    public void Labels_OfAnyForm_AreTheSame(string form)
    {
        var y = Labels[form]();

        Assert.Equal((3, null), (y.Count, y.Shape));
        Assert.Equal([0, 1, 2], Read(y).Labels);
    }

    public static TheoryData<string> NumberForms => [.. Numbers.Keys];

    private static Dictionary<string, Func<Targets>> Numbers => new()
    {
        ["float[]"] = () => (float[])[0, 0.5f, 2],
        ["double[]"] = () => (double[])[0, 0.5, 2],
        ["float[,]"] = () => new float[,] { { 0 }, { 0.5f }, { 2 } },
        ["double[,]"] = () => new double[,] { { 0 }, { 0.5 }, { 2 } },
        ["float[][]"] = () => (float[][])[[0], [0.5f], [2]],
        ["double[][]"] = () => (double[][])[[0], [0.5], [2]],
        ["Tensor<float>"] = () => Tensor.Create<float>([0, 0.5f, 2]),
        ["Tensor<float> of rows"] = () => Tensor.Create<float>([0, 0.5f, 2], [3, 1]),
        ["span"] = () => (ReadOnlySpan<float>)[0, 0.5f, 2],
        ["memory"] = () => new ReadOnlyMemory<float>([0, 0.5f, 2]),
        ["samples"] = () => new Samples((float[])[0, 0.5f, 2], 1),
        ["expression"] = () => [0, 0.5, 2],
        ["rows"] = () => [[0], [0.5], [2]],
        ["spread"] = () => [.. new List<float> { 0, 0.5f, 2 }],
    };

    [Theory, MemberData(nameof(NumberForms))]
    public void Numbers_OfAnyForm_AreTheSame(string form)
    {
        var y = Numbers[form]();

        Assert.Equal((3, new Shape(1)), (y.Count, y.Shape));
        Assert.Equal([0, 0.5f, 2], Read(y).Targets);
    }

    [Fact]
    public void YesNo_IsALabel_OrARowOfNumbers()
    {
        Targets each = [true, false], rows = new[,] { { true, false }, { false, true } };

        Assert.Equal([1, 0], Read(each).Labels);
        Assert.Equal([1, 0, 0, 1], Read(rows).Targets);
        Assert.True(each.AreYesNo && rows.AreYesNo);
        Targets labels = [1, 0];
        Assert.False(labels.AreYesNo);
    }

    [Fact]
    public void Enumerating_GivesWhatMakesTheSame()
    {
        foreach (var make in Labels.Values.Concat(Numbers.Values).Append(() => [true, false, true]))
        {
            Targets y = make(), again = [.. y];
            Assert.Equal(y.ToString(), again.ToString());
            Assert.Equal(Read(y).Labels, Read(again).Labels);
            Assert.Equal(Read(y).Targets, Read(again).Targets);
        }
    }

    [Fact]
    public void Expression_OfSeveralKinds_SaysWhere()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Trainer(NewModel()).Fit(_x, [0, "cat"]));
        Assert.StartsWith("y mixes kinds: the target of sample 0 is a class label, that of sample 1 is a class name.", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Double_BeyondFloats_IsRefused()
    {
        Assert.Contains("1E+300, and the largest float is 3.403E+38", Assert.Throws<ArgumentException>(() => (Targets)(double[])[0, 1e300]).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (Samples)new[,] { { 0, -1e39 } });
        Assert.Equal([float.NaN, float.PositiveInfinity], Read((double[])[double.NaN, double.PositiveInfinity]).Targets);
    }

    [Fact]
    public void Empty_FailsWhenUsed()
    {
        foreach (var y in (Targets[])[[], default, Array.Empty<int>(), new float[0, 2], Array.Empty<string>()])
            Assert.StartsWith("y is empty: x has 3 samples", Assert.Throws<ArgumentException>(() => new Trainer(NewModel()).Fit(_x, y)).Message,
                StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => (Targets)(string[])["a", null!]);
        Assert.Throws<ArgumentException>(() => (Targets)Tensor.Create<int>([0, 1], [1, 2]));
    }

    [Fact, Row(30)]
    public void Words_AreClasses_AndTheModelKnowsThem()
    {
        var model = NewModel();
        var trainer = new Trainer(model, new() { Epochs = 1 });

        trainer.Fit(_x, ["dog", "cat", "dog"]);

        Assert.Equal(["cat", "dog"], model.Info.ClassNames!);
        Assert.Equal(trainer.Evaluate(_x, [1, 0, 1]).Loss, trainer.Evaluate(_x, ["dog", "cat", "dog"]).Loss);
        Assert.Equal(trainer.Evaluate([[1, 1]], [1]).Loss, trainer.Evaluate([[1, 1]], ["dog"]).Loss); // by the model's names, not as the only word
        string message = Assert.Throws<ArgumentException>(() => trainer.Fit(_x, ["dog", "cow", "dog"])).Message;
        Assert.StartsWith("y holds 'cow' in row 1, which is not among the 2 classes of the model: cat, dog.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_OfDatasetsThatDisagree_AreRefused()
    {
        var training = Dataset.From(_x, ["cat", "dog", "cat"]);
        IDataset others = Dataset.From(_x, ["ape", "cat", "dog"]), same = Dataset.From(_x, ["dog", "dog", "dog"], info: training.Info);

        string message = Assert.Throws<ArgumentException>(() => new Trainer(NewModel()).Fit(training, others)).Message;
        Assert.StartsWith("The classes of the data are ape, cat, dog, those of the training data are cat, dog: a label would mean two classes.", message,
            StringComparison.Ordinal);
        new Trainer(NewModel(), new() { Epochs = 1 }).Fit(training, same);
    }

    [Fact]
    public void ClassNames_ThatAreTheSame_AreRefused()
    {
        Assert.StartsWith("ClassNames has 'a' twice",
            Assert.Throws<ArgumentException>("classNames", () => new DataInfo { ClassNames = ["a", "b", "a"] }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("classNames", () => new DataInfo { ClassNames = [] });
    }

    [Fact]
    public void Bytes_AsFloatsAndAsBytes_TrainAlike()
    {
        byte[] pixels = [0, 255, 51, 102, 204, 153];
        Model floats = NewModel(), bytes = NewModel();

        new Trainer(floats).Fit(Samples.FromBytes(pixels, 2), [0, 1, 1]);
        new Trainer(bytes).Fit(Dataset.FromBytes(pixels, 2, [0, 1, 1]));

        Assert.Equal(Bits.Of(floats), Bits.Of(bytes));
        Assert.Equal(0.2f, Samples.FromBytes(pixels, 2)[1][0], 1e-7f);
        Assert.Throws<ArgumentException>(() => Dataset.FromBytes(pixels, 4, [0]));
        Assert.Throws<ArgumentException>(() => Dataset.FromBytes(pixels, 2, [0]));
    }

    private static Sequential NewModel() => new(new Dense(2), new Softmax());

    private static (int[] Labels, float[] Targets) Read(Targets y)
    {
        int[] labels = new int[y.Shape == null ? y.Count : 0];
        float[] targets = new float[y.Count * (y.Shape?.Size ?? 0)];
        RowSource.OfTargets(y.Named(null).Targets).ReadTargets([.. Enumerable.Range(0, y.Count)], labels, targets, default);
        return (labels, targets);
    }
}
