namespace ScratchNN.PublicApi.Tests;

/// <summary>A model after its training: taken apart, asked, saved, compared.</summary>
public class PredictingTests
{
    private static readonly float[,] _x = new float[60, 6];
    private static readonly string[] _pets = new string[60];

    static PredictingTests()
    {
        for (int row = 0; row < 60; row++)
        {
            _pets[row] = row % 2 == 0 ? "cat" : "dog";
            for (int i = 0; i < 6; i++) _x[row, i] = ((row * 7) + (i * 3)) % 11 / 10f + (row % 2 * (i % 2));
        }
    }

    [Fact]
    public void U063_Freeze()
    {
        var model = Trained();
        float[] before = model.Parameter("0.weight").ToArray();
        model.Freeze("0.*");
        new Trainer(model, new() { Epochs = 3 }).Fit(_x, _pets);
        Assert.Equal(before, model.Parameter("0.weight").ToArray());
        model.Unfreeze();
        new Trainer(model, new() { Optimizer = new Adam(1e-5) }).Fit(_x, _pets);
        Assert.NotEqual(before, model.Parameter("0.weight").ToArray());
    }

    [Fact]
    public void U064_Transfer()
    {
        using var folder = new Folder();
        var trained = Trained();
        trained.Save(folder.File);
        var model = new Sequential([.. trained.Take(..^2).Layers, new Dense(5), new Softmax()]);
        model.Build(trained.InputShape);
        var result = model.LoadWeights(folder.File, new() { Rename = name => name.StartsWith("2.", StringComparison.Ordinal) ? null : name, Strict = false });
        model.Freeze("[0-1].*");
        new Trainer(model, new() { Epochs = 1 }).Fit(_x, Enumerable.Range(0, 60).Select(row => row % 5).ToArray());

        Assert.Equal(["2.weight", "2.bias"], result.Missing);
        Assert.Equal(trained.Parameter("0.weight").ToArray(), model.Parameter("0.weight").ToArray());
    }

    [Fact]
    public void U065_Encoder()
    {
        var autoencoder = new Sequential(new Dense(4), new ReLU(), new Dense(2), new Dense(6));
        new Trainer(autoencoder, new() { Epochs = 1 }).Fit(_x, _x);
        Assert.Equal(2, autoencoder.Take(..3).Predict(_x).GetLength(1));
    }

    [Fact]
    public void U066_U067_SummaryAndParameters()
    {
        var model = Trained();
        Assert.Contains("total", model.ToString());
        Assert.Equal(["0.weight", "2.weight"], model.ParameterInfos.Where(info => info.Role == ParameterRole.Weight).Select(info => info.Name));
    }

    [Fact]
    public void U107_U108_U118_SaveLoadPredictOne()
    {
        using var folder = new Folder();
        var model = Trained();
        float[] sample = ((Samples)_x)[3].ToArray();
        model.Save(folder.File);
        var loaded = Model.Load(folder.File);

        Assert.Equal("dog", loaded.PredictLabel(sample));
        Assert.Equal(1, loaded.PredictClass(sample));
        Assert.Equal(model.PredictOne(sample), loaded.PredictOne(sample));
        Func<float[], string> endpoint = pixels => loaded.PredictLabel(pixels); // one instance, any number of threads
        Assert.All(ParallelEnumerable.Range(0, 100).Select(_ => endpoint(sample)), label => Assert.Equal("dog", label));
    }

    [Fact]
    public void U109_NoAllocation()
    {
        var model = Trained();
        Span<float> y = stackalloc float[2];
        ReadOnlySpan<float> x = [0.1f, 1, 0.2f, 1, 0.3f, 1];
        for (int time = 0; time < 100; time++) model.Predict(x, y);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(x, y);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void U110_U111_Many()
    {
        var model = Trained();
        var data = Dataset.From(_x, _pets);
        Assert.Equal(model.Predict(_x), model.Predict(data));
        Assert.Equal(_pets, model.PredictLabels(data));
        Assert.InRange(model.PredictProbabilities([[0.1f, 1, 0.2f, 1, 0.3f, 1]])[0, 1], 0.5f, 1);
    }

    [Fact]
    public void U112_U116_NamesAndAttachments()
    {
        using var folder = new Folder();
        var model = new Sequential(new Dense(2));
        model.Build(6);
        model.Info = model.Info with { ClassNames = ["cat", "dog"] };
        model.Info = model.Info with { Attachments = new Dictionary<string, string>(model.Info.Attachments) { ["my.app"] = "{\"version\":2}" } };
        model.Save(folder.File);

        var info = Model.Load(folder.File).Info;
        Assert.Equal(["cat", "dog"], info.ClassNames);
        Assert.Equal("{\"version\":2}", info.Attachments["my.app"]);
    }

    [Fact]
    public void U113_Unlike()
    {
        var model = Trained();
        float[,] bytes = new float[60, 6];
        for (int row = 0; row < 60; row++)
            for (int i = 0; i < 6; i++) bytes[row, i] = 255 * _x[row, i];

        Assert.Contains("about 255 times the training inputs", Assert.Single(model.Compare(bytes)).Title);
        Assert.Contains("about 255 times the training inputs", Assert.Single(model.Evaluate(bytes, _pets).Findings).Title);
        Assert.Empty(model.Compare(_x));
        Assert.Equal(1, model.Evaluate(_x, _pets, Metric.Accuracy).Accuracy);
    }

    [Fact]
    public void U114_U115_ForeignFiles()
    {
        using var folder = new Folder();
        var model = new Sequential(new Dense(3), new ReLU(), new Dense(2));
        model.Build(6);
        model.Save(folder.File);
        var other = new Sequential(new Dense(3), new ReLU(), new Block(new Dense(2)));
        other.Build(6, seed: 1);

        Assert.Equal(["0.weight F32 [3 × 6]", "0.bias F32 [3]", "2.weight F32 [2 × 3]", "2.bias F32 [2]"],
            ModelFile.Inspect(folder.File).Tensors.Select(tensor => $"{tensor.Name} {tensor.Type} [{string.Join(" × ", tensor.Dimensions)}]"));
        var result = other.LoadWeights(folder.File,
            new() { Strict = false, Rename = name => name == "0.bias" ? null : name.Replace("2.", "2.0.", StringComparison.Ordinal) });
        Assert.Equal(("0.bias", "0.bias"), (string.Join(", ", result.Missing), string.Join(", ", result.Unused)));
        Assert.Equal(["0.weight", "2.0.weight", "2.0.bias"], result.Loaded);
    }

    [Fact]
    public void U117_Onnx()
    {
        var file = new MemoryStream();
        Trained().ExportOnnx(file);
        Assert.True(file.Length > 100);
    }

    [Fact]
    public void YesNo_Answers()
    {
        bool[,] y = new bool[60, 1];
        for (int row = 0; row < 60; row++) y[row, 0] = row % 2 == 1;
        var model = new Sequential(new Dense(1), new Sigmoid());
        new Trainer(model, new() { Epochs = 200, Optimizer = new Adam(0.05) }).Fit(_x, y);

        Assert.Equal(y, model.PredictYesNo(_x));
        Assert.Equal(Enumerable.Range(0, 60).Select(row => row % 2), model.PredictClasses(_x));
        Assert.True(model.PredictYesNo(_x, threshold: 0.99).Cast<bool>().Count(yes => yes) <= 30);
    }

    private static Sequential Trained()
    {
        var model = new Sequential(new Dense(8), new ReLU(), new Dense(2), new Softmax());
        new Trainer(model, new() { Epochs = 200, Optimizer = new Adam(0.02) }).Fit(_x, _pets);
        return model;
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("scratchnn-tests-").FullName;

        public string File => Path.Combine(_path, "model.safetensors");

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
