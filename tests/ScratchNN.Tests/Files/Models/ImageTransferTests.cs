using System.Text.Json;

namespace ScratchNN.Tests.Files;

/// <summary>
/// Convolutional networks as PyTorch's users save them, here and back: there an image lies flat channel by channel (tests/golden/transfer.py).
/// </summary>
public sealed class ImageTransferTests
{
    private const double Tolerance = 1e-5; // sums of up to 60 products in float
    private const int Images = 4;

    private static readonly Shape _image = new(6, 10, 2); // there 2 × 6 × 10

    private sealed record Case(string Golden, Func<Layer[]> Layers, Func<string, string> Here)
    {
        public JsonElement Numbers => Tests.Golden.Cases("transfer")[Golden];

        public byte[] File => Numbers.GetProperty("file").GetBytesFromBase64();

        public Sequential Built()
        {
            var model = new Sequential(Layers());
            model.Build(_image, seed: 5);
            return model;
        }
    }

    private static readonly Dictionary<string, Case> _cases = new()
    {
        ["with Flatten, by the same names"] = new("images",
            () => [new Conv2D(4, 3) { Padding = Padding.Same }, new ReLU(), new MaxPool2D(2), new Conv2D(3, 2), new ReLU(), new Flatten(), new Dense(5)],
                name => name),
        ["Dense on the image"] = new("images",
            () => [new Conv2D(4, 3) { Padding = Padding.Same }, new ReLU(), new MaxPool2D(2), new Conv2D(3, 2), new ReLU(), new Dense(5)], name =>
                name.Replace("6.", "5.", StringComparison.Ordinal)),
        ["BatchNorm, named parts"] = new("images, named parts",
            () => [new Conv2D(4, 3) { Padding = Padding.Same, UseBias = false }, new BatchNorm(), new ReLU(), new MaxPool2D(2), new Flatten(), new Dropout(0.5),
                new Dense(7), new ReLU(), new Dense(5)],
            name => name.Replace("features.", "", StringComparison.Ordinal).Replace("classifier.1", "6", StringComparison.Ordinal)
                .Replace("classifier.3", "8", StringComparison.Ordinal)),
        ["BatchNorm, Dense on the image"] = new("images, named parts",
            () => [new Block(new Conv2D(4, 3) { Padding = Padding.Of(1), UseBias = false }, new BatchNorm(), new ReLU(), new MaxPool2D(2)),
                new Block(new Dropout(0.5), new Dense(7), new ReLU(), new Dense(5))],
            name => name.Replace("features.", "0.", StringComparison.Ordinal).Replace("classifier.", "1.", StringComparison.Ordinal)),
    };

    public static TheoryData<string> Names => [.. _cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void LoadWeights_OfPyTorch_PredictsTheSame(string name)
    {
        var row = _cases[name];
        var model = row.Built();

        var result = model.LoadWeights(new MemoryStream(row.File), new LoadOptions { Rename = row.Here });

        AssertOutputs(model, row);
        Assert.Equal(model.ParameterInfos.Select(info => info.Name), result.Loaded);
        Assert.Empty(result.Missing);
        Assert.Equal(row.Golden == "images" ? [] : ["features.1.num_batches_tracked"], result.Unused);
    }

    /// <summary>Saved here, each tensor has the name, the shape and the numbers that it had there; PyTorch does without the counter.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Save_WeightsOfPyTorch_AreTheTensorsOfItsFile(string name)
    {
        var row = _cases[name];
        var model = row.Built();
        model.LoadWeights(new MemoryStream(row.File), new LoadOptions { Rename = row.Here });
        var saved = new MemoryStream();

        model.Save(saved);

        Assert.Equal(Tensors(row.File, row.Here), Tensors(saved.ToArray(), tensor => tensor));
    }

    /// <summary>docs/interop.md, as it stands.</summary>
    [Fact]
    public void Document_NamedParts_PredictsTheSame()
    {
        var row = _cases["BatchNorm, Dense on the image"];
        using var folder = new TemporaryFolder();
        string path = folder["file"];
        File.WriteAllBytes(path, row.File);

        var model = new Sequential(
            new Block(new Conv2D(4, 3) { Padding = Padding.Of(1), UseBias = false }, new BatchNorm(), new ReLU(), new MaxPool2D(2)),
            new Block(new Dropout(0.5), new Dense(7), new ReLU(), new Dense(5)));
        model.Build(new Shape(6, 10, 2));
        model.LoadWeights(path, new() { Rename = name => name.Replace("features.", "0.").Replace("classifier.", "1.") });

        AssertOutputs(model, row);
    }

    /// <summary>A part of the file: the convolutions for a head of its own.</summary>
    [Fact]
    public void LoadWeights_FeaturesAlone_LeavesTheHead()
    {
        var row = _cases["BatchNorm, named parts"];
        var model = new Sequential(new Conv2D(4, 3) { Padding = Padding.Same, UseBias = false }, new BatchNorm(), new ReLU(), new MaxPool2D(2), new Dense(2));
        model.Build(_image, seed: 5);
        uint[] head = Bits.Of(model.Parameter("4.weight"));

        var result = model.LoadWeights(new MemoryStream(row.File), new LoadOptions
        {
            Strict = false, Rename = tensor => tensor.StartsWith("features.", StringComparison.Ordinal) ? tensor["features.".Length..] : null,
        });

        Assert.Equal(["4.weight", "4.bias"], result.Missing);
        Assert.Equal(head, Bits.Of(model.Parameter("4.weight")));
        Assert.Equal(5, result.Loaded.Count);
    }

    private static void AssertOutputs(Model model, Case row)
    {
        float[] y = new float[Images * 5];
        model.Predict(Golden.ChannelsLast(row.Numbers.GetProperty("x")), y);
        Golden.AssertClose(Golden.Doubles(row.Numbers.GetProperty("y")), y, Tolerance, "y");
    }

    /// <summary>The tensors of floats in a file, by name: shape, and bits.</summary>
    private static SortedDictionary<string, string> Tensors(byte[] file, Func<string, string> rename)
    {
        var reader = new SafeTensorsReader(new MemoryStream(file));
        var values = reader.ReadValues();
        return new(reader.Header.Tensors.Where(tensor => tensor.HasFloats)
            .ToDictionary(tensor => rename(tensor.Name), tensor => $"[{string.Join(" × ", tensor.Shape)}] {string.Join(' ', Bits.Of(values[tensor.Name]))}"),
                StringComparer.Ordinal);
    }
}
