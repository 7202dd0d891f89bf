namespace ScratchNN.Tests;

public class ModelClassesTests
{
    private static readonly string[] _names = ["red", "green", "blue"];
    private static readonly float[,] _x = Blobs.Make().X;
    private static readonly int[] _y = Blobs.Make().Y;

    [Fact]
    public void PredictOne_ARow_HasItsBitsOfAll()
    {
        var model = Trained();
        float[,] all = model.Predict(_x);
        var samples = (Samples)_x;

        for (int row = 0; row < 20; row++)
        {
            Assert.Equal(Bits.Of(model.PredictOne(samples[row])), Bits.Of([all[row, 0], all[row, 1], all[row, 2]]));
            Assert.Equal(model.PredictClasses(_x)[row], model.PredictClass(samples[row]));
        }
    }

    [Fact]
    public void PredictOne_WrongSample_SaysHowLongItIs()
    {
        var model = Trained();

        Assert.Equal("A sample of [4] has 4 numbers, got 3. (Parameter 'sample')",
            Assert.Throws<ArgumentException>(() => model.PredictOne(new float[3])).Message);
        Assert.Contains("for several samples use Predict", Assert.Throws<ArgumentException>(() => model.PredictClass(new float[8])).Message);
        Assert.StartsWith("x holds NaN in row 0, column 2:", Assert.Throws<ArgumentException>(() => model.PredictOne([0, 0, float.NaN, 0])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_Datasets_GiveWhatTheirRowsGive()
    {
        var model = Trained();
        model.Info = new DataInfo { ClassNames = _names };
        var inMemory = Dataset.From(_x, _y);

        foreach (var data in (IDataset[])[inMemory, new OnDemand(inMemory)])
        {
            Assert.Equal(Bits.Of(model.Predict(_x)), Bits.Of(model.Predict(data)));
            Assert.Equal(Bits.Of(model.PredictProbabilities(_x)), Bits.Of(model.PredictProbabilities(data)));
            Assert.Equal(model.PredictClasses(_x), model.PredictClasses(data));
            Assert.Equal(model.PredictLabels(_x), model.PredictLabels(data));
        }
    }

    [Fact]
    public void PredictLabels_NamesOfInfo_AreGiven()
    {
        var model = Trained();
        Assert.Contains("has no names for its classes: use PredictClasses", Assert.Throws<InvalidOperationException>(() => model.PredictLabels(_x)).Message);
        model.Info = new DataInfo { ClassNames = ["red", "green"] };
        Assert.StartsWith("The model has 3 classes and 2 names:", Assert.Throws<InvalidOperationException>(() => model.PredictLabel([1, 2, 3, 4])).Message,
            StringComparison.Ordinal);
        model.Info = new DataInfo { ClassNames = _names };

        Assert.Equal(model.PredictClasses(_x).Select(label => _names[label]), model.PredictLabels(_x));
        Assert.Equal(_names[model.PredictClass([1, 2, 3, 4])], model.PredictLabel([1, 2, 3, 4]));
    }

    [Fact]
    public void PredictYesNo_ASigmoid_IsComparedWithTheThreshold()
    {
        var model = new Sequential(new Dense(2), new Sigmoid());
        model.Build(4);
        float[,] p = model.PredictProbabilities(_x);

        foreach (double threshold in (double[])[0.2, 0.5, 0.9])
            Assert.Equal(p.Cast<float>().Select(value => value > (float)threshold), model.PredictYesNo(_x, threshold).Cast<bool>());
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => model.PredictYesNo(_x, 1));
        Assert.Contains("use PredictYesNo", Assert.Throws<InvalidOperationException>(() => model.PredictClasses(_x)).Message);
    }

    [Fact]
    public void PredictClasses_OneAnswer_IsZeroOrOne()
    {
        var model = new Sequential(new Dense(1), new Sigmoid());
        model.Build(4);

        int[] classes = model.PredictClasses(_x);

        Assert.Equal(model.Predict(_x).Cast<float>().Select(value => value > 0.5f ? 1 : 0), classes);
        Assert.Equal([0, 1], classes.Distinct().Order());
        model.Info = new DataInfo { ClassNames = ["no", "yes"] };
        Assert.Equal(classes.Select(label => label == 1 ? "yes" : "no"), model.PredictLabels(_x));
    }

    [Theory]
    [InlineData(OutputKind.OneClass), InlineData(OutputKind.YesNo)]
    public void PredictProbabilities_OneSample_HasTheBitsOfItsRow(OutputKind meaning)
    {
        var model = Trained();
        model.Meaning = meaning;
        float[,] all = model.PredictProbabilities(_x);
        float[] row = ((Samples)_x)[1].ToArray();

        Assert.Equal([all[1, 0], all[1, 1], all[1, 2]], model.PredictProbabilities(row));
        Assert.Contains("for several samples use Predict", Assert.Throws<ArgumentException>(() => model.PredictProbabilities([.. row, .. row])).Message,
            StringComparison.Ordinal);

        model.Meaning = OutputKind.Numbers;
        Assert.Throws<InvalidOperationException>(() => model.PredictProbabilities(row));
    }

    /// <summary>The Fit decides what outputs mean: numbers are not classes, and answers get no softmax.</summary>
    [Fact]
    public void PredictProbabilities_Meaning_Decides()
    {
        var model = new Sequential(new Dense(3));
        new Trainer(model, new() { Epochs = 1 }).Fit(_x, new float[Blobs.Count, 3]);

        Assert.Equal(OutputKind.Numbers, model.Meaning);
        foreach (Action call in (Action[])[() => model.PredictProbabilities(_x), () => model.PredictClasses(_x)])
            Assert.Contains("set Meaning to OutputKind.OneClass", Assert.Throws<InvalidOperationException>(call).Message);
        Assert.Contains("set Meaning to OutputKind.YesNo", Assert.Throws<InvalidOperationException>(() => model.PredictYesNo(_x)).Message);

        model.Meaning = OutputKind.YesNo;
        float[] logits = [.. model.Predict(_x).Cast<float>()];
        Assert.Equal(logits.Select(z => 1 / (1 + Math.Exp(-z))), model.PredictProbabilities(_x).Cast<float>().Select(p => (double)p), (a, b) =>
            Math.Abs(a - b) < 1e-6);
        Assert.Equal(logits.Select(z => z > 0), model.PredictYesNo(_x).Cast<bool>());
        model.Meaning = OutputKind.OneClass;
        Assert.Equal(1, model.PredictProbabilities(_x).Cast<float>().Take(3).Sum(), 1e-6f);
        Assert.Contains("use PredictClasses", Assert.Throws<InvalidOperationException>(() => model.PredictYesNo(_x)).Message);
    }

    [Fact]
    public void Evaluate_AsTheTrainerDoes_ButForAnyMeaning()
    {
        var model = Trained();
        var trainer = new Trainer(model, new() { Metrics = [Metric.R2, Metric.Accuracy] });
        var data = Dataset.From(_x, _y, Enumerable.Range(0, _y.Length).Select(i => i % 3f).ToArray());

        Assert.Equal(trainer.Evaluate(_x, _y), model.Evaluate(_x, _y, Metric.R2, Metric.Accuracy));
        Assert.Equal(trainer.Evaluate(data), model.Evaluate(data, Metric.R2, Metric.Accuracy));
        Assert.Empty(model.Evaluate(new OnDemand(data)).Metrics);
        Assert.Throws<ArgumentException>(() => model.Evaluate(_x, _y, new Named("accuracy")).Metrics.Count
            + model.Evaluate(_x, _y, Metric.Accuracy, new Named("accuracy")).Count);
        Assert.Throws<InvalidOperationException>(() => Blobs.Model().Evaluate(_x, _y));
    }

    /// <summary>One-hot targets are numbers to a model without a softmax, unless it knows that it was trained on classes.</summary>
    [Fact]
    public void Evaluate_OneHotTargets_AreClassesToAModelOfClasses()
    {
        var model = Trained();
        float[,] hot = new float[_y.Length, 3];
        for (int row = 0; row < _y.Length; row++) hot[row, _y[row]] = 1;

        Assert.Equal(model.Evaluate(_x, _y).Accuracy, model.Evaluate(_x, hot).Accuracy);
        Assert.Null(new Trainer(model).Evaluate(_x, hot).Accuracy);
    }

    private static Sequential Trained()
    {
        var model = Blobs.Model();
        new Trainer(model, new() { Epochs = 3 }).Fit(_x, _y);
        return model;
    }

    private sealed class Named(string name) : Metric(name)
    {
        public override double Compute(in MetricPass pass) => pass.Count;
    }
}
