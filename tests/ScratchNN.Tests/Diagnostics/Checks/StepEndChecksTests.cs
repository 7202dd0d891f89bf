using System.Text;

namespace ScratchNN.Tests;

/// <summary>What is found while training runs. Every fault has healthy runs beside it, below.</summary>
public class StepEndChecksTests
{
    private const int Count = 640; // enough for a probe of 512
    private static readonly TrainerOptions _options = new() { Epochs = 10, BatchSize = 20, Threads = 1 };

    private static readonly Dictionary<string, Func<IReadOnlyList<Finding>>> _faults = new()
    {
        ["SNN011"] = () =>
            Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new NaiveExp()),
                _options with { Epochs = 1, BatchSize = 2, Optimizer = new Sgd(0.003f), Loss = new Runaway(), WhenBroken = WhenBroken.Stop }),
        ["SNN012"] = Dead,
        ["SNN013"] = Dead,
        ["SNN014"] = () => Saturated(new Tanh(), 10),
        ["SNN015"] = () => Run(Blobs.Model(), _options with { Optimizer = new Sgd(1e-8f) }),
        ["SNN016"] = () =>
            Run(new Sequential([new Dense(16), .. Enumerable.Repeat(new Times(0.1f, 0.1f), 6), new Dense(Blobs.Classes)]),
                _options with { Optimizer = new Sgd(0.01f) }),
        ["SNN017"] = () =>
            Run(new Sequential(new Dense(Blobs.Classes)), _options with { Epochs = 40, Optimizer = new Adam(0.01f) }, (x, y) =>
                new RandomStream(7, 7).Shuffle(y.AsSpan())),
        ["SNN018"] = () =>
            Run(Blobs.Model(hidden: 64), _options with { Epochs = 40, ValidationSplit = 0.9f, Optimizer = new Adam(0.01f) }, (x, y) =>
                new RandomStream(7, 7).Shuffle(y.AsSpan())),
        ["SNN012 numbers"] = DeadNumbers,
        ["SNN013 killed"] = Killed,
        ["SNN015 frozen"] = Dead,
        ["SNN016 norm"] = () => Fit(new Dense(1), _options with { Optimizer = new Sgd(1e-9f), Loss = new RawSquaredError() }, label => 5000 * label),
        ["SNN017 rate"] = () =>
            Run(new Sequential(new Dense(Blobs.Classes)), _options with { Epochs = 40, Optimizer = new Adam(1) }, (x, y) =>
                new RandomStream(7, 7).Shuffle(y.AsSpan())),
        ["SNN017 grows"] = () =>
            Run(new Sequential(new Dense(16), new ReLU(), new Dense(Blobs.Classes), new Times(1, -1)), _options with { Optimizer = new Sgd(0.01f) }),
        ["SNN018 rises"] = ByHeart,
    };

    public static TheoryData<string> Codes => [.. _faults.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Fit_Fault_IsFound(string code) => Assert.Contains(_faults[code](), finding => finding.Code == code[..6] && finding.Step > 0);

    [Fact]
    public void Messages_AreApproved()
    {
        var text = new StringBuilder();
        foreach (var (code, run) in _faults)
            foreach (var finding in run().Where(finding => finding.Code == code[..6])) text.AppendLine($"{finding}");
        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void Fit_ValidationLossRises_TellsTheBestEpoch()
    {
        var finding = ByHeart().One("SNN018");

        Assert.StartsWith("The validation loss rises", finding.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, Severity.Info)]
    [InlineData(100, Severity.Warning)]
    public void Fit_SaturatedSigmoid_IsAWarningOnceNothingIsLearned(int epochs, Severity severity) =>
        Assert.Equal(severity, Saturated(new Sigmoid(), 30, epochs).One("SNN014").Severity);

    [Fact]
    public void Fit_SureOfWhatItLearned_MayHaveLargeLogits()
    {
        var (x, y) = Blobs.Make(count: Count);
        for (int i = 0; i < Blobs.Features; i++) x[77, i] *= 20; // one sample far out

        Doctor.Examine(Blobs.Model(), x, y, _options with { Epochs = 50 }).None("SNN011");
    }

    [Fact]
    public void Fit_UnitsDeadFromTheStart_AreBornSo() => Assert.Equal(16, Dead().One("SNN013").Evidence["dead from the start"]);

    [Fact]
    public void Fit_UnitsAtTheBoundOfAnELU_AreDead_OfALeakyReLUNoneIs()
    {
        Assert.Contains("are -1 for each of", Dead(new ELU()).One("SNN013").Title, StringComparison.Ordinal);
        Dead(new LeakyReLU()).None("SNN013");
    }

    /// <summary>These turn before they are flat: their units are dead far below 0, not at the least output.</summary>
    [Fact]
    public void Fit_UnitsWhereAnActivationIsFlat_AreDead()
    {
        foreach (var activation in (Layer[])[new GELU(), new GELU { Approximate = true }, new SiLU(), new Softplus()])
            Assert.Matches("^100 % of the 16 units of .* get inputs of at most −[0-9.]+, where it is flat, for each of 512 samples: they are dead, "
                + "from the start.", Dead(activation).One("SNN013").Title);
        foreach (var activation in (Layer[])[new GELU(), new SiLU(), new Softplus()])
        {
            Dead(activation, bias: -1).None("SNN013");
            Dead(activation, bias: 0).None("SNN013");
        }
    }

    [Fact]
    public void Fit_UnitsKilledAtAStep_TellsWhenTheyWereLastSeenActive()
    {
        var finding = Killed().One("SNN013");

        Assert.Equal(0, finding.Evidence["dead from the start"]);
        Assert.InRange(finding.Evidence["first death after step"], KilledAt - 100, KilledAt); // a rare one is seen now and then
        Assert.Equal(KilledAt, finding.Evidence["last death after step"]);                    // by the look after that step, before the callback
    }

    [Fact]
    public void Fit_Image_ItsUnitsAreChannels_DeadWhereTheyAreDarkEverywhere()
    {
        var model = new Sequential(new Dense(12), new AsImage(), new ReLU(), new Dense(Blobs.Classes));
        model.Build(Blobs.Features);
        foreach (int unit in (int[])[0, 1]) model.Parameter("0.bias")[unit] = -100; // in one place
        var reporter = new Reporter(progress =>
        {
            foreach (int unit in (int[])[4, 7, 10, 2, 5, 8, 11])
                if (progress.Step == KilledAt) model.Parameter("0.bias")[unit] = -100; // channel 1 in the other three, and channel 2
        });

        var finding = Run(model, _options with { Callbacks = [reporter] }).One("SNN013");

        Assert.Equal((3.0, 2.0 / 3, 0.0), (finding.Evidence["units"], finding.Evidence["dead"], finding.Evidence["dead from the start"]));
    }

    [Fact]
    public void Fit_RateTooLow_IsToldABetterOne()
    {
        var finding = Run(Blobs.Model(), _options with { Epochs = 20, Optimizer = new Sgd(1e-7f) }).One("SNN017");

        Assert.InRange(finding.Evidence["best rate"], 1e-3, 10);
        Assert.Contains("The most likely cause is SNN015. Try the learning rate", finding.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain(finding.RuledOut, text => text.StartsWith("the learning rate", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_SecondFitWithALossOfOnesOwn_StillCountsWhatTheFirstLearned()
    {
        var (x, y) = Blobs.Make(count: Count);
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        for (int unit = 0; unit < 9; unit++) model.Parameter("0.bias")[unit] = -100; // dead, and no matter
        var trainer = new Trainer(model, _options with { Epochs = 40, Loss = new Own(), Optimizer = new Adam(0.01f) });
        trainer.Fit(x, y);

        var warning = Assert.Single(trainer.Fit(x, y).Findings, finding => finding.Severity > Severity.Info);
        Assert.StartsWith("Classes are learned with squared error", warning.Title, StringComparison.Ordinal); // which it is, whatever its name
    }

    [Fact]
    public void Fit_DeadLayer_IsFoundFrozen() =>
        Assert.Contains(Dead(), finding => finding is { Code: "SNN015", Layer: "Dense(16) (layer 0)" } && finding.Evidence["largest gradient"] == 0);

    [Theory]
    [InlineData("adam", 10, 64)]
    [InlineData("adam", 200, 64)] // long after there is anything left to learn
    [InlineData("adam", 20, 640)]
    [InlineData("adam", 2, 1)]
    [InlineData("sgd", 10, 1)]
    [InlineData("sgd", 20, 16)]
    [InlineData("sgd", 400, 640)]
    [InlineData("momentum", 20, 32)]
    public void Fit_Healthy_FindsNothingToWarnOf(string optimizer, int epochs, int batchSize)
    {
        Optimizer rule = optimizer switch { "adam" => new Adam(), "sgd" => new Sgd(0.01f), _ => new Sgd(0.01f) { Momentum = 0.9f } };

        Assert.DoesNotContain(Run(Blobs.Model(), _options with { Epochs = epochs, BatchSize = batchSize, Optimizer = rule }), finding =>
            finding.Severity > Severity.Info);
    }

    [Fact]
    public void Fit_SolvedToTheLastBit_IsNotFrozen()
    {
        var model = new Sequential(new Dense(8), new ReLU(), new Dense(1));
        var trainer = new Trainer(model, new() { Epochs = 500, Optimizer = new Sgd(0.1f) { Momentum = 0.9f } });

        Assert.Empty(trainer.Fit([[0, 0], [0, 1], [1, 0], [1, 1]], (float[])[0, 1, 1, 0]).Findings);
    }

    [Fact]
    public void Fit_Watched_HasTheSameBits()
    {
        var (x, y) = Blobs.Make();
        Model watched = Blobs.Model(), alone = Blobs.Model();

        new Trainer(watched, _options).Fit(x, y);
        new Trainer(alone, _options with { Checks = [] }).Fit(x, y);

        Assert.Equal(Bits.Of(alone), Bits.Of(watched));
    }

    private static IReadOnlyList<Finding> Saturated(Layer activation, float bias, int epochs = 20)
    {
        var model = new Sequential(new Dense(16), activation, new Dense(Blobs.Classes));
        model.Build(Blobs.Features);
        model.Parameter("0.bias").Fill(bias);
        return Run(model, _options with { Epochs = epochs, Optimizer = new Sgd() });
    }

    private static IReadOnlyList<Finding> Dead() => Dead(new ReLU());

    private static IReadOnlyList<Finding> Dead(Layer activation, float bias = -100)
    {
        var model = new Sequential(new Dense(16), activation, new Dense(Blobs.Classes));
        model.Build(Blobs.Features);
        model.Parameter("0.bias").Fill(bias);
        return Run(model, _options);
    }

    private const int KilledAt = 201;

    private static IReadOnlyList<Finding> Killed()
    {
        var model = Blobs.Model();
        return Run(model, _options with { Callbacks = [new Reporter(progress => { if (progress.Step == KilledAt) model.Parameter("0.bias").Fill(-100); })] });
    }

    private static IReadOnlyList<Finding> DeadNumbers()
    {
        var dead = new Block(new Dense(16), new ReLU(), new Dense(1));
        return Fit(dead, _options with { Epochs = 30, Optimizer = new Adam(0.05f) }, label => label, model => model.Parameter("0.0.bias").Fill(-100));
    }

    private static IReadOnlyList<Finding> Fit(Layer layer, TrainerOptions options, Func<int, float> target, Action<Model>? change = null)
    {
        var (x, y) = Blobs.Make(count: Count);
        var model = new Sequential(layer);
        model.Build(Blobs.Features);
        change?.Invoke(model);
        return new Trainer(model, options).Fit(x, Array.ConvertAll(y, label => target(label))).Findings;
    }

    private static IReadOnlyList<Finding> ByHeart()
    {
        var random = new RandomStream(3, 3);
        float[] noise = new float[Blobs.Features];
        return Run(Blobs.Model(hidden: 64), _options with { Epochs = 200, ValidationSplit = 0.8f, Optimizer = new Adam(0.01f) }, (x, _) =>
        {
            for (int row = 0; row < Count; row++)
            {
                random.FillNormal(noise, 3);
                for (int i = 0; i < noise.Length; i++) x[row, i] += noise[i];
            }
        });
    }

    private static IReadOnlyList<Finding> Run(Model model, TrainerOptions options, Action<float[,], int[]>? change = null)
    {
        var (x, y) = Blobs.Make(count: Count);
        change?.Invoke(x, y);
        return Doctor.Examine(model, x, y, options);
    }

    /// <summary>12 numbers as 2 × 2 places of 3 channels.</summary>
    private sealed class AsImage : Layer
    {
        public override Shape OutputShape(Shape input) => new(2, 2, 3);

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }
}
