namespace ScratchNN.Tests;

/// <summary>Advice that works when it is followed, and was not followed already.</summary>
public class AdviceTests
{
    [Theory]
    [InlineData(2, new[] { 0, 1, 2 },
        "Label 2 in row 2 is not one of the classes 0 to 1: the model has 2 outputs. The labels go from 0 to 2: end the model in Dense(3), "
            + "or correct that label.")]
    [InlineData(9, new[] { 9, 0, 4 },
        "Label 9 in row 0 is not one of the classes 0 to 8: the model has 9 outputs. The labels are 0, 4, 9: 1, 2, 3, 5, 6, 7, 8 have no sample. "
            + "Number the 3 classes 0 to 2 and end the model in Dense(3), or end it in Dense(10), or correct that label.")]
    [InlineData(3, new[] { 1, 2, 3 },
        "Label 3 in row 2 is not one of the classes 0 to 2: the model has 3 outputs. The labels go from 1 to 3: classes count from 0, so subtract 1.")]
    [InlineData(2, new[] { 1, 2, 3 },
        "Label 2 in row 1 is not one of the classes 0 to 1: the model has 2 outputs. The labels go from 1 to 3: classes count from 0, so subtract 1, "
            + "and end the model in Dense(3).")]
    [InlineData(2, new[] { 5, 6, 7 },
        "Label 5 in row 0 is not one of the classes 0 to 1: the model has 2 outputs. The labels are 5, 6, 7. Number the 3 classes 0 to 2 and end the model "
            + "in Dense(3).")]
    [InlineData(2, new[] { 2, 4, 2 },
        "Label 2 in row 0 is not one of the classes 0 to 1: the model has 2 outputs. The labels are 2, 4. Number the 2 classes 0 to 1.")]
    [InlineData(3, new[] { 0, 3, 1 },
        "Label 3 in row 1 is not one of the classes 0 to 2: the model has 3 outputs. The labels are 0, 1, 3: 2 has no sample. Number the 3 classes 0 to 2, "
            + "or end the model in Dense(4), or correct that label.")]
    public void Fit_WrongLabels_LooksAtAll(int outputs, int[] y, string message)
    {
        var trainer = new Trainer(new Sequential(new Dense(outputs)));

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => trainer.Fit(new float[3, 4], y)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => trainer.Fit(new float[3, 4], Array.ConvertAll(y, label => (byte)label))).Message);
    }

    /// <summary>What looks like pixels but for fractions is scaled by its own spread.</summary>
    [Theory]
    [InlineData(1, "They look like pixels from 0 to 255: divide x by 255.")]
    [InlineData(0.5f, "Put a Standardize in front of the model")]
    public void Fit_LargeInputs_ArePixelsOnlyIfWhole(float unit, string advice)
    {
        float[,] x = new float[40, 4];
        for (int row = 0; row < 40; row++)
            for (int i = 0; i < 4; i++) x[row, i] = unit * ((row * 7 * (i + 1) % 199) + (unit < 1 ? 100 : 0));
        var finding = new Trainer(new Sequential(new Dense(2)), new() { Epochs = 1 })
            .Fit(x, [.. Enumerable.Range(0, 40).Select(i => i % 2)]).Findings.Single(finding => finding.Code == "SNN002");

        Assert.StartsWith(advice, finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WrongLabelsOnDemand_SaysNothingOfThoseNotRead()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Trainer(new Sequential(new Dense(2))).Fit(new OnDemand(null)));

        Assert.Equal("Label 2 in row 2 is not one of the classes 0 to 1: the model has 2 outputs. Labels start at 0; end the model in one output per class.",
            exception.Message);
    }

    [Fact]
    public void Fit_DatasetOfEmptyTargets_IsRefusedByName()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Trainer(new Sequential(new Dense(2))).Fit(new OnDemand(default(Shape))));

        Assert.StartsWith("OnDemand.TargetShape is an empty shape: a target has at least one number. For class labels it is null.", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_BuiltWithTheBatch_SaysWhatBuildTakes()
    {
        var model = new Sequential(new Dense(8));
        model.Build(new Shape(200, 4));

        Assert.Equal(
            "Dense(8) expects samples of [200 × 4], got [4] (x is [200 × 4]). Was the model built with the number of samples? Build takes the shape of one "
                + "sample: Build(4).",
            Assert.Throws<ArgumentException>(() => model.Predict(new float[200, 4])).Message);
    }

    [Theory]
    [InlineData(0, "Dense(7 → 5) expects 7 features per sample, got 8. It is layer 1.0, after layers whose output is [8].")]
    [InlineData(1, "Dense(7 → 5) expects 7 features per sample, got 8. It is layer 1.1, after layers whose output is [8].")]
    [InlineData(2, "Dense(7 → 5) expects 7 features per sample, got 8. It is layer 1.1.0, after layers whose output is [8].")]
    public void Build_MisfitInABlock_IsNamedByItsPath(int place, string message)
    {
        Layer misfit = new Dense(7, 5);
        var block = place == 0 ? new Block(misfit) : new Block(new ReLU(), place == 1 ? misfit : new Block(misfit));

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Sequential(new Dense(8), block).Build(3)).Message);
    }

    [Theory]
    [InlineData(null, "lower the learning rate (1E+37), or set ClipNorm to 1.", "by 10, or set ClipNorm to 1.")]
    [InlineData(null, "lower the learning rate (1E+37), or set ClipNorm to 1 in addition to ClipValue.",
        "by 10, or set ClipNorm to 1 in addition to ClipValue.", 5.0)]
    [InlineData(5f, "lower the learning rate (1E+37), or lower ClipNorm to 1.", "by 10, or lower ClipNorm to 1.")]
    [InlineData(1f, "lower the learning rate (1E+37).", "by 10.")]
    public void Fit_Breaks_IsNotToldToSetWhatIsSet(float? clipNorm, string breakage, string advice, double? clipValue = null)
    {
        var (x, y) = Blobs.Make();

        var history = new Trainer(Blobs.Model(), Doctor.Watching with { BatchSize = 2, Optimizer = new Sgd(1e37f), ClipNorm = clipNorm, ClipValue = clipValue })
            .Fit(x, y);

        Assert.EndsWith(breakage, history.Breakage, StringComparison.Ordinal);
        Assert.EndsWith(advice, history.Findings.One("SNN010").Advice, StringComparison.Ordinal);
    }

    /// <summary>Labels 0 and 1 as numbers, of a sigmoid or of none: told. By the default loss: silence.</summary>
    [Fact]
    public void Fit_YesAndNoAsNumbers_IsToldOfBinaryCrossEntropy()
    {
        var (x, y) = Blobs.Make(classes: 2);
        float[] numbers = Array.ConvertAll(y, label => (float)label);
        bool[] answers = Array.ConvertAll(y, label => label == 1);
        var squared = Doctor.Watching with { Loss = new MeanSquaredError() };

        Assert.StartsWith("Pass y as bool[], int[] or byte[] and leave Loss unset", Fit(squared, y, new Sigmoid()).One("SNN003").Advice,
            StringComparison.Ordinal);
        Assert.StartsWith("Pass y as bool[], int[] or byte[] and leave Loss unset", Fit(Doctor.Watching, numbers, new Sigmoid()).One("SNN003").Advice,
            StringComparison.Ordinal);
        Assert.StartsWith("If they mean no and yes, pass y as bool[] or end the model in Sigmoid", Fit(Doctor.Watching, y).One("SNN003").Advice,
            StringComparison.Ordinal);
        Fit(Doctor.Watching, y, new Sigmoid()).None("SNN003");
        Fit(Doctor.Watching with { Loss = new BinaryCrossEntropy() }, numbers, new Sigmoid()).None("SNN003");
        Fit(Doctor.Watching, answers).None("SNN003");
        Fit(Doctor.Watching, numbers).None("SNN003");

        IReadOnlyList<Finding> Fit(TrainerOptions options, Targets targets, params Layer[] last) =>
            new Trainer(new Sequential([new Dense(8), new ReLU(), new Dense(1), .. last]), options).Fit(x, targets).Findings;
    }

    [Fact]
    public void Fit_YesOrNoBehindTheWrongLayer_IsToldWhatToDrop()
    {
        var (x, y) = Blobs.Make(classes: 2);
        var binary = Doctor.Watching with { Loss = new BinaryCrossEntropy() };

        Assert.Contains(Findings(new Softmax()), finding => finding.Code == "SNN003"
            && finding.Advice.StartsWith("For yes or no put Sigmoid in the place of Softmax", StringComparison.Ordinal));
        Assert.Contains("squeezes the logits into −1 to 1: no gets a probability of 0.7311 at most, yes of 0.7311.", Findings(new Tanh()).One("SNN003").Title,
            StringComparison.Ordinal);
        Assert.Contains("cuts the logits off at 0: no gets a probability of 0.5 at most", Findings(new ReLU()).One("SNN003").Title, StringComparison.Ordinal);
        Assert.Contains("Drop that Sigmoid", Findings(new Sigmoid(), new Sigmoid()).One("SNN003").Advice, StringComparison.Ordinal);

        IReadOnlyList<Finding> Findings(params Layer[] last) =>
            new Trainer(new Sequential([new Dense(8), new ReLU(), new Dense(1), .. last]), binary).Fit(x, y).Findings;
    }

    [Fact]
    public void Fit_YesOrNo_IsToldOfOneAnswerAndOfWrongBeginnings()
    {
        var (x, y) = Blobs.Make(classes: 2);
        float[,] large = (float[,])x.Clone();
        for (int i = 0; i < large.Length; i++) large[i / Blobs.Features, i % Blobs.Features] *= 100;
        Sequential Model() => new(new Dense(8), new ReLU(), new Dense(1), new Sigmoid());

        Assert.Contains("guessing yes or no costs ln 2 = 0.6931", new Trainer(Model(), Doctor.Watching).Fit(large, y).Findings.One("SNN004").Title,
            StringComparison.Ordinal);
        Assert.Contains("Every label is 1: there is nothing to learn", new Trainer(Model(), Doctor.Watching)
            .Fit(x, new bool[y.Length].Select(_ => true).ToArray()).Findings.One("SNN001").Title, StringComparison.Ordinal);
        Assert.Contains("Class 0 has", new Trainer(Model(), Doctor.Watching).Fit(x, [.. y.Select((_, row) => row % 20 == 0)]).Findings.One("SNN002").Title,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SigmoidForNumbers_IsLetAlone()
    {
        var (x, y) = Blobs.Make(classes: 2);

        new Trainer(new Sequential(new Dense(1), new Sigmoid()), Doctor.Watching)
            .Fit(x, Array.ConvertAll(y, label => 0.2f + (0.5f * label))).Findings.None("SNN003");
    }

    private sealed class OnDemand(Shape? target) : IDataset
    {
        public int Count => 3;
        public Shape InputShape => 4;
        public Shape? TargetShape => target;

        public void Read(in ReadPass pass)
        {
            pass.Inputs.Fill(1);
            pass.Rows.CopyTo(pass.Labels);
        }
    }
}
