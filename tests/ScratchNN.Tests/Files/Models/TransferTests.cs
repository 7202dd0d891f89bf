namespace ScratchNN.Tests.Files;

/// <summary>Weights of other models, from files of PyTorch and of this library, in a model with another head.</summary>
public class TransferTests
{
    private const double Tolerance = 1e-5; // three layers in float

    private static readonly System.Text.Json.JsonElement _case = Golden.Cases("transfer")["encoder"];

    private static Stream Foreign => new MemoryStream(_case.GetProperty("file").GetBytesFromBase64());

    [Fact]
    public void LoadWeights_PartOfAPyTorchFile_ComputesWhatPyTorchDoes()
    {
        using var folder = new TemporaryFolder();
        string path = folder["foreign"];
        File.WriteAllBytes(path, _case.GetProperty("file").GetBytesFromBase64());

        var model = new Sequential(new Dense(5, 6), new BatchNorm(), new ReLU(), new Dense(6, 4), new Tanh());
        var result = model.LoadWeights(path,
            new() { Rename = name => name.StartsWith("encoder.", StringComparison.Ordinal) ? name["encoder.".Length..] : null });

        AssertOutputs(model);
        Assert.Equal(model.ParameterInfos.Select(info => info.Name), result.Loaded);
        Assert.Empty(result.Missing);
        Assert.Equal(
            ["decoder.head.bias", "decoder.head.weight", "decoder.mask", "encoder.1.num_batches_tracked", "encoder.mask", "encoder.positions"],
            result.Unused.Order(StringComparer.Ordinal)); // no floats, or left out
    }

    [Fact]
    public void LoadWeights_PyTorchFileWithOtherNames_ListsBothSidesAndChangesNothing()
    {
        var model = Encoder();
        uint[] before = Bits.Of(model);

        string message = Assert.Throws<InvalidDataException>(() => model.LoadWeights(Foreign)).Message;

        Assert.Equal(
            "The file does not fit the model: '0.weight' [6 × 5] is missing; '0.bias' [6] is missing; '1.weight' [6] is missing; '1.bias' [6] is missing; "
            + "'1.running_mean' [6] is missing; and 3 more; "
            + "the model has no 'encoder.0.weight' [6 × 5]; the model has no 'encoder.0.bias' [6]; the model has no 'encoder.1.weight' [6]; "
            + "the model has no 'encoder.1.bias' [6]; "
            + "the model has no 'encoder.1.running_mean' [6]; and 6 more. "
            + "Under 'encoder.' the file has every parameter: LoadOptions.Rename = name => name.StartsWith(\"encoder.\", "
            + "StringComparison.Ordinal) ? name[\"encoder.\".Length..] : null selects these.", message);
        Assert.Equal(before, Bits.Of(model));
    }

    /// <summary>−∞ in a mask is not a harm, unless a parameter would take it.</summary>
    [Fact]
    public void LoadWeights_NumberThatIsNotFinite_CountsOnlyWhereItIsTaken()
    {
        var model = new Sequential(new Dense(2, 2));
        string message = Assert.Throws<InvalidDataException>(() =>
            model.LoadWeights(Foreign, new() { Strict = false, Rename = name => name == "decoder.mask" ? "0.weight" : null })).Message;
        Assert.Contains("Tensor 'decoder.mask' holds -", message, StringComparison.Ordinal);
        Assert.False(model.IsBuilt);
    }

    [Theory]
    [InlineData("encoder.1.num_batches_tracked", "has the type 'I64'")]
    [InlineData("encoder.mask", "has the type 'BOOL'")]
    public void LoadWeights_IntegersUnderAParametersName_AreRefused(string tensor, string reason)
    {
        var model = Encoder();
        string message = Assert.Throws<InvalidDataException>(() =>
            model.LoadWeights(Foreign, new() { Rename = name => name == tensor ? "3.bias" : name == "encoder.3.bias" ? null : UnderEncoder(name) })).Message;
        Assert.Contains($"'3.bias' {reason}: F32, F16, BF16 and F64 can be read", message, StringComparison.Ordinal);
    }

    /// <summary>The way to another task: load, another head, freeze, fit.</summary>
    [Fact]
    public void Transfer_ToAnotherHead_TrainsTheHeadAlone()
    {
        var (x, labels) = Blobs.Make();
        var old = Blobs.Model();
        new Trainer(old, new() { Epochs = 3 }).Fit(x, labels);
        using var folder = new TemporaryFolder();
        string path = folder["model"];
        old.Save(path);
        int[] y = [.. labels.Select(label => label == 0 ? 0 : 1)]; // two classes now
        var options = new TrainerOptions { Epochs = 10, Optimizer = new Adam(0.01) };

        var front = Model.Load(path).Take(..^1);
        var model = new Sequential([.. front.Layers, new Dense(2)]);
        model.Build(front.InputShape);
        front.Parameters.CopyTo(model.Parameters);
        model.Freeze("[0-1].*");
        new Trainer(model, options).Fit(x, y);

        Assert.Equal(Bits.Of(front), Bits.Of(model)[..front.Parameters.Length]);
        Assert.InRange(model.Evaluate(x, y).Accuracy!.Value, 0.8, 1);

        model.Build(front.InputShape);
        var result = model.LoadWeights(path, new() { Strict = false, Rename = name => name.StartsWith("2.", StringComparison.Ordinal) ? null : name });
        Assert.Equal(Bits.Of(front), Bits.Of(model)[..front.Parameters.Length]); // the same by names, of any file
        Assert.Equal(["2.weight", "2.bias"], result.Missing);
    }

    private static string? UnderEncoder(string name) => name.StartsWith("encoder.", StringComparison.Ordinal) ? name["encoder.".Length..] : null;

    private static Sequential Encoder()
    {
        var model = new Sequential(new Dense(6), new BatchNorm(), new ReLU(), new Dense(4), new Tanh());
        model.Build(5, seed: 9);
        return model;
    }

    private static void AssertOutputs(Model model)
    {
        float[] x = Golden.Floats(_case.GetProperty("x")), y = new float[7 * 4];
        model.Predict(x, y);
        Golden.AssertClose(Golden.Doubles(_case.GetProperty("y")), y, Tolerance, "y");
    }
}
