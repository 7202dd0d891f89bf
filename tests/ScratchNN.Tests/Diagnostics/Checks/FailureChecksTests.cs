using System.Text;

namespace ScratchNN.Tests;

/// <summary>SNN010 and SNN019: where and why it broke.</summary>
public class FailureChecksTests
{
    private static readonly TrainerOptions _options = Doctor.Watching with { Epochs = 4, BatchSize = 2, Shuffle = false }; // 150 steps an epoch

    private static readonly Dictionary<string, Func<IReadOnlyList<Finding>>> _faults = new()
    {
        ["Bad data"] = () =>
        {
            var (x, y) = Blobs.Make();
            return new Trainer(Blobs.Model(), _options with { Callbacks = [At(40, () => x[201, 1] = float.NaN)] }).Fit(x, y).Findings;
        },
        ["Exp overflow"] = () => Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new NaiveExp()), _options with { Loss = new Runaway() }),
        ["0/0"] = () =>
        {
            var (x, y) = Blobs.Make();
            return new Trainer(new Sequential(new Dense(8), new ReLU(), new Block(new Sign()), new Dense(Blobs.Classes)), _options).Fit(x, y).Findings;
        },
        ["log(0)"] = () => Doctor.Examine(Large(), _options with { Loss = new LogLoss() }),
        ["Exploding weights"] = () => Doctor.Examine(Blobs.Model(), _options with { Optimizer = new Sgd(1e37f) }),
        ["Exploding gradient"] = () =>
            Doctor.Examine(new Sequential(new Dense(8), new Times(1, 1e30f), new Times(1, 1e30f), new Dense(Blobs.Classes)), _options with { BatchSize = 64 }),
        ["Learning rate too high"] = () =>
            Doctor.Examine(new Sequential(new Dense(Blobs.Classes)), _options with { Optimizer = new Sgd(3e38f), BatchSize = 1 }),
        ["Learning rate too high: Adam's state for"] = () =>
            Doctor.Examine(new Sequential(new Dense(8), new Times(1, 1e21f), new Dense(Blobs.Classes)), _options with { Optimizer = new Adam(0.01f) }),
        ["Loss gradient"] = () =>
            Doctor.Examine(Blobs.Model(), _options with { Loss = new Edge(0.05f), BatchSize = Blobs.Count, Epochs = 40, Optimizer = new Sgd(0.1f) }),
        ["Exp overflow in row 189, column 1"] = () =>
            Doctor.Examine(new Sequential(new Dense(Blobs.Classes), new NaiveExp()),
                _options with { Loss = new Runaway(), BatchSize = Blobs.Count, Epochs = 1000, Optimizer = new Sgd(0.003f) }),
    };

    public static TheoryData<string> Causes => [.. _faults.Keys];

    [Theory]
    [MemberData(nameof(Causes))]
    public void Fit_Breaks_NamesTheCause(string cause) => Assert.StartsWith(cause, _faults[cause]().One("SNN010").Title, StringComparison.Ordinal);

    [Fact]
    public void Messages_AreApproved()
    {
        var text = new StringBuilder();
        foreach (var run in _faults.Values) text.AppendLine($"{run().One("SNN010")}");
        text.AppendLine($"{ChangedFromOutside(523, 1e30f).One("SNN019")}");
        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void Fit_DataBreaks_NamesRowAndColumnOfTheData()
    {
        var finding = _faults["Bad data"]().One("SNN010");

        Assert.Equal((101L, "x", 201.0, 1.0), (finding.Step, finding.Tensor, finding.Evidence["row"], finding.Evidence["column"]));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public void Fit_MicroBatchBreaks_NamesItsRow(int row)
    {
        var (x, y) = Blobs.Make();

        var finding = new Trainer(Blobs.Model(), _options with { MicroBatchSize = 1, Callbacks = [At(40, () => x[row, 1] = float.NaN)] })
            .Fit(x, y).Findings.One("SNN010");

        Assert.Equal((101L, "x", (double)row), (finding.Step, finding.Tensor, finding.Evidence["row"]));
    }

    [Theory]
    [InlineData(70)]
    [InlineData(90)]
    [InlineData(103)]
    public void Fit_MicroBatchOfAShorterLastBatchBreaks_NamesItsRowAndWhatStoodThere(int row)
    {
        float[,] x = new float[104, 1]; // batches of 64 and 40, micro-batches of 32 and 8
        for (int i = 0; i < x.Length; i++) x[i, 0] = i;
        var model = new Sequential(new Trap(row), new Dense(20_000), new Dense(1));
        var options = _options with
        {
            BatchSize = 64,
            Epochs = 1,
            Optimizer = new Sgd(1e-12f),
            WhenBroken = WhenBroken.Stop,
            Checks = [.. Check.All.Where(check => check.Code == "SNN010")]
        };

        var finding = new Trainer(model, options).Fit(x, new float[x.Length]).Findings.One("SNN010");

        Assert.Equal((row, row), (finding.Evidence["row"], finding.Evidence["last finite"]));
    }

    [Fact]
    public void Fit_MicroBatchWithABrokenLossGradient_IsShown() => Assert.StartsWith(
        "Loss gradient", Doctor.Examine(Blobs.Model(), _options with { Loss = new Edge(0.05f), BatchSize = Blobs.Count, MicroBatchSize = 1 })
            .One("SNN010").Title, StringComparison.Ordinal);

    [Fact]
    public void Fit_StepBreaksTheWeights_TellsWhatTheFirstWasBefore()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();

        // the model keeps its weights from before
        var finding = new Trainer(model, _options with { Epochs = 1, Optimizer = new Cliff() }).Fit(x, y).Findings.One("SNN010");

        Assert.Equal((76, "weight"), (finding.Step, finding.Tensor));
        Assert.Equal(model.Parameters[0], finding.Evidence["last finite"]);
    }

    [Fact]
    public void Fit_WeightsExplode_TellsWhatTheOutputWasOneStepBefore()
    {
        var (x, y) = Blobs.Make();
        Model model = Blobs.Model(), before = Blobs.Model();
        var options = _options with { Optimizer = new Sgd(1e37f) };

        var finding = new Trainer(model, options).Fit(x, y).Findings.One("SNN010"); // step 2
        before.Build(Blobs.Features, options.Seed);
        var output = before.Predict(x);

        Assert.Equal(2, finding.Step);
        Assert.Equal(output[(int)finding.Evidence["row"], (int)finding.Evidence["column"]], finding.Evidence["last finite"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(50)] // then the micro-batch that broke is looked up
    public void Fit_FullBatchesBreak_TellsWhatItWasOneStepBefore(int? microBatchSize) // each epoch begins with a copy of the weights: it takes the one before
    {
        var (x, y) = Blobs.Make();
        Sequential model = new(new Dense(Blobs.Classes), new NaiveExp()), before = new(new Dense(Blobs.Classes), new NaiveExp());
        var options = _options with
        {
            Loss = new Runaway(),
            BatchSize = Blobs.Count,
            MicroBatchSize = microBatchSize,
            Epochs = 1000,
            Optimizer = new Sgd(0.003f),
            Checks = []
        };

        var finding = new Trainer(model, options with { Checks = Check.All }).Fit(x, y).Findings.One("SNN010");
        new Trainer(before, options with { Epochs = (int)finding.Step!.Value - 2 }).Fit(x, y);

        Assert.Equal(before.Predict(x)[(int)finding.Evidence["row"], (int)finding.Evidence["column"]], finding.Evidence["last finite"]);
    }

    [Fact]
    public void Fit_BreaksInTheSecondStepAfterACopy_TellsWhatItWasOneStepBefore() // not by the copy before that
    {
        var finding = Doctor.Examine(Blobs.Model(), _options with { Schedule = new From(step: 101, factor: 1e38) }).One("SNN010");

        Assert.Equal(102, finding.Step);
        Assert.Contains("with the weights one step earlier", finding.Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, float.NaN)]
    [InlineData(450, float.NaN)] // after the last step of an epoch, so that no step comes before it is noticed
    [InlineData(523, float.NaN)]
    [InlineData(523, 1e30f)]
    public void Fit_WeightChangedFromOutside_IsLocatedToItsLayerAndStep(int step, float value)
    {
        var findings = ChangedFromOutside(step, value);

        var finding = findings.One("SNN019");
        Assert.Equal(("0", "0.weight", 7.0), (finding.Layer, finding.Tensor, finding.Evidence["index"]));
        Assert.Equal((step, step + 1.0), (finding.Evidence["after step"], finding.Evidence["before step"]));
        findings.None("SNN010");
    }

    [Fact]
    public void Fit_WeightChangedFromOutsideAndNothingBreaks_FindsNothing()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();

        Assert.Empty(new Trainer(model, _options with { Callbacks = [At(10, () => model.Parameter("0.weight")[7] = 0.1f)] }).Fit(x, y).Findings);
    }

    [Fact]
    public void Fit_Throws_WithTheFindingsInMessageAndException()
    {
        var (x, y) = Blobs.Make();

        var exception = Assert.Throws<TrainingException>(() =>
            new Trainer(Large(), _options with { Loss = new LogLoss(), WhenBroken = WhenBroken.Throw }).Fit(x, y));

        Assert.StartsWith("Training broke in epoch 1 at batch", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{exception.Findings.One("SNN010")}", exception.Message, StringComparison.Ordinal);
        Assert.Same(exception.History.Findings, exception.Findings);
    }

    [Fact]
    public void Fit_Continue_GivesTheSameBitsAsUnwatched()
    {
        var (x, y) = Blobs.Make();
        x[57, 1] = float.NaN;
        Model watched = Blobs.Model(), alone = Blobs.Model();
        List<Finding> told = [];

        var history = new Trainer(watched, _options with { WhenBroken = WhenBroken.Continue, Callbacks = [Callback.EachFinding(told.Add)] }).Fit(x, y);
        new Trainer(alone, _options with { WhenBroken = WhenBroken.Continue, Checks = [] }).Fit(x, y);

        Assert.Equal(Bits.Of(alone), Bits.Of(watched));
        Assert.Equal(["SNN002", "SNN010", "SNN012"], told.Select(finding => finding.Code));
        Assert.Equal(told.OrderBy(finding => finding.Code), history.Findings);
    }

    private static IReadOnlyList<Finding> ChangedFromOutside(int step, float value)
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        return new Trainer(model, _options with { Loss = new MeanSquaredError(), Callbacks = [At(step, () => model.Parameter("0.weight")[7] = value)] })
            .Fit(x, y).Findings;
    }

    private static Sequential Large()
    {
        var model = new Sequential(new Dense(Blobs.Features, Blobs.Classes), new Softmax());
        model.Build(Blobs.Features);
        foreach (ref float weight in model.Parameter("0.weight")) weight *= 100;
        return model;
    }

    private static Reporter At(long step, Action action) => new(progress => { if (progress.Step == step && progress.Completed == null) action(); });

    /// <summary>A learning rate that becomes a multiple at one of the 600 steps.</summary>
    private sealed class From(int step, double factor) : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass) => pass.Step + 1 >= step ? factor : 1;
    }

    /// <summary>The rate is beyond float32 in the second half.</summary>
    /// <summary>Gradient descent that makes weights infinite from step 76 on.</summary>
    private sealed class Cliff() : Optimizer(0.01)
    {
        public override void Step(in OptimizerPass pass) =>
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(pass.Gradient, pass.StepNumber < 76 ? -pass.LearningRate
                : float.NegativeInfinity, pass.Parameters, pass.Parameters);
    }

    /// <summary>y = x, but NaN for one number once the weight is no longer 1.</summary>
    private sealed class Trap(float number) : Layer
    {
        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "weight", Shape = 1 }];

        public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => parameters.Fill(1);

        public override void Forward(in ForwardPass pass)
        {
            pass.Input.CopyTo(pass.Output);
            if (pass.Parameters[0] != 1) pass.Output.Replace(number, float.NaN);
        }

        public override void Backward(in BackwardPass pass)
        {
            pass.ParameterGradient.Fill(1e12f);
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }
}
