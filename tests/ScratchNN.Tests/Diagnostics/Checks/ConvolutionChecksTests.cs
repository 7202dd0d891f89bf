using System.IO.Compression;

namespace ScratchNN.Tests;

/// <summary>What the checks say of convolutions: faults are found, filters are units, and healthy nets pass.</summary>
public sealed class ConvolutionChecksTests
{
    private const string Digits = "data/digits/digits.csv.gz";

    [Theory]
    [InlineData("equal filters", "All 72 weights of Conv2D(8, 3 × 3) (layer 0) are 0.3: its 8 units are identical")]
    [InlineData("large weights", "The weights of Conv2D(8, 3 × 3) (layer 0) have")]
    [InlineData("small weights", "The weights of Conv2D(8, 3 × 3) (layer 0) have")]
    [InlineData("two in a row", "is followed by Conv2D(4, 3 × 3) (layer 1) with nothing between: together they can do no more than one linear layer.")]
    public void Fit_Fault_IsFound(string fault, string title)
    {
        var model = fault == "two in a row" ? new Sequential(new Conv2D(8, 3), new Conv2D(4, 3), new ReLU(), new Dense(3))
            : new Sequential(new Conv2D(8, 3), new ReLU(), new Dense(3));
        model.Build(new Shape(6, 6), seed: 1);
        var weight = model.Parameter("0.weight");
        if (fault == "equal filters") weight.Fill(0.3f);
        for (int i = 0; i < weight.Length; i++) weight[i] *= fault switch { "large weights" => 20, "small weights" => 0.01f, _ => 1 };

        Assert.Contains(Fit(model).Findings, finding => finding.Title.Contains(title, StringComparison.Ordinal));
    }

    /// <summary>Its own default is HeUniform, that of Dense is GlorotUniform.</summary>
    [Fact]
    public void Fit_EqualFilters_AdviceIsTheLayersOwnDefault()
    {
        var model = new Sequential(new Conv2D(8, 3), new ReLU(), new Dense(3));
        model.Build(new Shape(6, 6), seed: 1);
        model.Parameter("0.weight").Fill(0.3f);

        string advice = Fit(model).Findings.One("SNN007").Advice;

        Assert.Contains("Conv2D draws them where no Initialization is set", advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Glorot", advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Initialization.HeUniform), InlineData(Initialization.HeNormal), InlineData(Initialization.GlorotUniform),
        InlineData(Initialization.GlorotNormal)]
    public void Fit_Healthy_WarnsOfNothing(Initialization initialization) => Assert.DoesNotContain(Fit(new(
        new Conv2D(8, 3) { Padding = Padding.Same, Initialization = initialization }, new ReLU(), new AveragePool2D(2),
            new Conv2D(16, 3) { Initialization = initialization }, new ReLU(), new GlobalAveragePool2D(), new Dense(3))).Findings, finding =>
                finding.Severity != Severity.Info);

    /// <summary>What passes numbers on in a fixed linear way is nothing between.</summary>
    [Fact]
    public void Fit_LinearLayersWithoutWeightsBetween_AreSeenThrough()
    {
        foreach (
            var between in (Layer[])[new Flatten(), new Block(new Flatten(), new Dropout(0.2)), new AveragePool2D(2), new GlobalAveragePool2D(),
                new Block(new Flatten(), new Columns(..40))])
        {
            string title = Fit(new Sequential(new Conv2D(8, 3) { Stride = (2, 1), Padding = Padding.Of(0, 0, 0, 1) }, between, new Dense(3))).Findings.One(
                "SNN003").Title;
            Assert.Matches(@"^Conv2D\(8, .* \(layer 0\) is followed by Dense\(3\) \(layer 2\) with nothing between that is not linear: together", title);
        }
        Fit(new Sequential(new Conv2D(8, 3), new MaxPool2D(2), new Flatten(), new Dense(3))).Findings.None("SNN003");
        Fit(new Sequential(new Flatten(), new Standardize(), new Dense(3))).Findings.None("SNN003");
    }

    /// <summary>A filter that is dark everywhere is one dead unit, whatever the size of its image.</summary>
    [Fact]
    public void Fit_DeadFilters_AreCountedAsUnits()
    {
        var model = new Sequential(new Conv2D(8, 3), new ReLU(), new Dense(3));
        model.Build(new Shape(6, 6), seed: 1);
        model.Parameter("0.bias")[..6].Fill(-100);

        Assert.Contains(Fit(model).Findings, finding => finding.Code == "SNN013" && finding.Title.StartsWith("75 % of the 8 units", StringComparison.Ordinal));
    }

    [SharedFact(Digits)]
    public void Fit_Digits_LearnsAndFindsNothing()
    {
        var (x, y) = ReadDigits();
        var trainer = new Trainer(
            new Sequential(new Conv2D(8, 3) { Padding = Padding.Same }, new ReLU(), new MaxPool2D(2), new Conv2D(16, 3) { Padding = Padding.Same }, new ReLU(),
                new MaxPool2D(2), new Dense(10)),
            new() { Epochs = 12, BatchSize = 32, Optimizer = new Adam(0.002f), ValidationSplit = 0.2f, Seed = 1 });

        var history = trainer.Fit(x, y);

        Assert.Empty(history.Findings);
        Assert.True(history.Epochs[^1].ValidationAccuracy > 0.94, history.ToString());
    }

    private static TrainingHistory Fit(Sequential model)
    {
        // noise, and a bright spot where the class is
        const int Count = 600, Side = 6;
        float[] x = Draw.Normal(Count * Side * Side, 3, 0.3f);
        int[] y = [.. Enumerable.Range(0, Count).Select(row => row % 3)];
        for (int row = 0; row < Count; row++) x[(row * Side * Side) + (y[row] * 14)] += 3;
        return new Trainer(model, new() { Epochs = 5, BatchSize = 30, Optimizer = new Adam(0.01f), Seed = 2, WhenBroken = WhenBroken.Stop })
            .Fit(new Samples(x, new Shape(Side, Side)), y);
    }

    private static (Samples X, int[] Y) ReadDigits()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(SharedFolder.Resolve(Digits)), CompressionMode.Decompress));
        List<float> x = [];
        List<int> y = [];
        while (file.ReadLine() is { } line)
        {
            int[] numbers = [.. line.Split(',').Select(number => (int)double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
            x.AddRange(numbers[..64].Select(pixel => pixel / 16f));
            y.Add(numbers[64]);
        }
        return (new Samples(x.ToArray(), new Shape(8, 8)), [.. y]);
    }
}
