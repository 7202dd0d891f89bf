namespace ScratchNN.Tests.Files;

/// <summary>What a model knows beside layers and weights goes where they go.</summary>
public class ModelInfoFileTests
{
    private static readonly float[,] _x = Blobs.Make().X;

    internal static DataInfo NewInfo() => new()
    {
        ClassNames = ["no", "yes \"quoted\" äß"],
        FeatureNames = ["a", "b\n", ""],
        OutputNames = ["p", "q"],
        Profile = new DataProfile
        {
            Count = 7, Minimum = [0, -1.5f, 1e-30f], Maximum = [1, 0.1f, 3e38f], Mean = [0.5f, -0f, 1 / 3f], Deviation = [0, 1, 2],
            ShareOfZeros = [1, 0.25f, 0]
        },
        Attachments = new Dictionary<string, string> { ["z.app"] = "{\"version\":2}", ["a.app"] = "" },
    };

    internal static void AssertSame(DataInfo expected, DataInfo actual)
    {
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        Assert.Equal(expected.FeatureNames, actual.FeatureNames);
        Assert.Equal(expected.OutputNames, actual.OutputNames);
        Assert.Equal(expected.Attachments, actual.Attachments);
        Assert.Equal(Numbers(expected), Numbers(actual));

        static uint[] Numbers(DataInfo info) => info.Profile is not { } profile ? []
            : [(uint)profile.Count, .. Bits.Of([.. profile.Minimum, .. profile.Maximum, .. profile.Mean, .. profile.Deviation, .. profile.ShareOfZeros])];
    }

    [Fact]
    public void Load_TrainedModel_KnowsWhatItKnew()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        var trainer = new Trainer(model, new() { Epochs = 1 });
        trainer.Fit(Dataset.From(x, y, info: new DataInfo { ClassNames = ["red", "green", "blue"], FeatureNames = ["a", "b", "c", "d"] }));

        foreach (
            var read in (Model[])[Read(model.Save, file => Model.Load(file)), Read(trainer.Save, file => Trainer.Resume(file, trainer.Options).Model),
                model.Clone(), Read(trainer.Save, file => Model.Load(file))])
        {
            Assert.Equal(OutputKind.OneClass, read.Meaning);
            AssertSame(model.Info, read.Info);
            Assert.Equal(model.PredictLabels(x), read.PredictLabels(x));
            Assert.Equal(Bits.Of(model.PredictProbabilities(x)), Bits.Of(read.PredictProbabilities(x)));
        }
    }

    [Fact]
    public void Load_NothingKnown_StaysNothing()
    {
        var model = new Sequential(new Dense(2));
        model.Build(4);
        Assert.Equal((null, null), Read(model.Save, file => Model.Load(file)).Described);

        model.Info = DataInfo.None; // to be kept out of it
        var read = Read(model.Save, file => Model.Load(file));
        new Trainer(read, new() { Epochs = 1 }).Fit(_x, Blobs.OneHot(Blobs.Make(classes: 2).Y, 2));
        Assert.Null(read.Info.Profile);
    }

    [Fact]
    public void Names_ThatAreNull_AreRefused() => Assert.Throws<ArgumentNullException>(() => new DataInfo { ClassNames = ["a", null!] });

    [Fact]
    public void LoadWeights_NotStrict_TakesWhatFitsAndTellsTheRest()
    {
        var (first, second) = (Built(new Dense(3), new ReLU(), new Dense(2)), Built(new Dense(3), new ReLU(), new Dense(5), new Tanh(), new Dense(6)));
        float[] before = [.. second.Parameter("4.weight")];

        var result = Read(first.Save, file =>
            second.LoadWeights(file, new() { Strict = false, Rename = name => name.StartsWith("2.", StringComparison.Ordinal) ? null : name }));

        Assert.Equal(["0.weight", "0.bias"], result.Loaded);
        Assert.Equal(["2.weight", "2.bias", "4.weight", "4.bias"], result.Missing);
        Assert.Equal(["2.weight", "2.bias"], result.Unused.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(Bits.Of(first.Parameter("0.weight")), Bits.Of(second.Parameter("0.weight")));
        Assert.Equal(Bits.Of(before), Bits.Of(second.Parameter("4.weight")));
    }

    [Fact]
    public void LoadWeights_OfModelNotBuilt_DrawsWhatIsMissing()
    {
        var first = Built(new Dense(3));
        Sequential model = new(new Dense(4, 3), new Dense(2)), drawn = new(new Dense(4, 3), new Dense(2));
        drawn.Build(4);

        Read(first.Save, file => model.LoadWeights(file, new() { Strict = false }));

        Assert.Equal(Bits.Of(first.Parameter("0.weight")), Bits.Of(model.Parameter("0.weight")));
        Assert.Equal(Bits.Of(drawn.Parameter("1.weight")), Bits.Of(model.Parameter("1.weight")));
    }

    [Fact]
    public void LoadWeights_Renamed_TakesForeignNames()
    {
        var model = Built(new Dense(3), new Dense(2));
        var other = Built(new Dense(3), new Dense(2));
        other.Parameters.Clear();

        var result = Read(model.Save, file =>
            other.LoadWeights(file, new() { Rename = name => name[..1] == "0" ? name : name.Replace("1.", "1.", StringComparison.Ordinal) }));
        Assert.Equal(4, result.Loaded.Count);
        Assert.Equal(Bits.Of(model), Bits.Of(other));
        Assert.Contains("of the file 'x': one parameter takes one tensor",
            Assert.Throws<ArgumentException>(() => Read(model.Save, file => other.LoadWeights(file, new() { Rename = _ => "x" }))).Message);
        Assert.Contains("'0.weight' [3 × 4] is missing",
            Assert.Throws<InvalidDataException>(() => Read(model.Save, file => other.LoadWeights(file, new() { Rename = _ => null }))).Message);
        Assert.Equal(Bits.Of(model), Bits.Of(other));
    }

    [Fact]
    public void LoadWeights_NotStrictAndNothingFits_IsRefused()
    {
        var model = Built(new Dense(3));
        uint[] before = Bits.Of(model);
        string message = Assert.Throws<InvalidDataException>(() =>
            Read(model.Save, file => model.LoadWeights(file, new() { Strict = false, Rename = name => "fc." + name }))).Message;
        Assert.StartsWith("The file does not fit the model: '0.weight' [3 × 4] is missing; '0.bias' [3] is missing; the model has no '0.weight' [3 × 4]; "
            + "the model has no '0.bias' [3].", message, StringComparison.Ordinal);
        Assert.EndsWith("with Strict = false too, the file must have one parameter at least, and those that it has must have the model's shape.", message,
            StringComparison.Ordinal);
        Assert.Equal(before, Bits.Of(model));
    }

    [Fact]
    public void LoadWeights_NotStrictInAnotherShape_IsRefused()
    {
        var model = Built(new Dense(3));
        Assert.Contains("the model has [2 × 4]",
            Assert.Throws<InvalidDataException>(() => Read(model.Save, file => Built(new Dense(2)).LoadWeights(file, new() { Strict = false }))).Message);
    }

    /// <summary>PyTorch counts batches in an I64, which nobody needs here.</summary>
    [Fact]
    public void LoadWeights_TensorOfAnotherTypeLeftOut_IsPassedOver()
    {
        byte[] file = SafeTensorsFile.Make(
            """{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"0.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
            [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 128, 63]);
        var model = Built(new Dense(1));

        var result = model.LoadWeights(new MemoryStream(file), new() { Strict = false });

        Assert.Equal((1, "0.bias", "0.weight", "n"), (model.Parameter("0.bias")[0], result.Loaded.Single(), result.Missing.Single(), result.Unused.Single()));
        Assert.Contains("ends after 5",
            Assert.Throws<InvalidDataException>(() => model.LoadWeights(new MemoryStream(file[..^7]), new() { Strict = false })).Message);
        Assert.Contains("has the type 'I64': F32",
            Assert.Throws<InvalidDataException>(() =>
                model.LoadWeights(new MemoryStream(SafeTensorsFile.Make("""{"0.bias":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", new byte[8])),
                    new() { Strict = false })).Message);
    }

    [Fact]
    public void Inspect_AnyFile_TellsWhatIsInIt()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "m");
        var model = Built(new Dense(3));
        model.Save(path);
        var file = ModelFile.Inspect(path);
        Assert.Equal(["0.weight F32 [3 × 4]", "0.bias F32 [3]"], file.Tensors.Select(tensor => tensor.ToString()));
        Assert.True(file is { HasLayers: true, IsCheckpoint: false });
        Assert.Contains("\"library\":\"", file.Metadata["scratchnn.model"]);

        new Trainer(model).Save(path);
        Assert.True(ModelFile.Inspect(path) is { HasLayers: true, IsCheckpoint: true });

        File.WriteAllBytes(path, SafeTensorsFile.Make("""{"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""", new byte[8]));
        Assert.True(ModelFile.Inspect(path) is { HasLayers: false, IsCheckpoint: false, Metadata.Count: 0 });
        Assert.Equal("n I64 []", ModelFile.Inspect(path).Tensors.Single().ToString());
        File.WriteAllText(path, "no file");
        Assert.Throws<InvalidDataException>(() => ModelFile.Inspect(path));
    }

    private static Sequential Built(params Layer[] layers)
    {
        var model = new Sequential(layers);
        model.Build(4, seed: 7);
        return model;
    }

    private static T Read<T>(Action<Stream> save, Func<Stream, T> read)
    {
        var file = new MemoryStream();
        save(file);
        file.Position = 0;
        return read(file);
    }
}
