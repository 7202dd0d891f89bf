namespace ScratchNN.PublicApi.Tests;

/// <summary>Layers and losses of a user's get the findings that the library's own get, by what they declare.</summary>
public class TraitTests
{
    private const int Count = 600; // units are judged by 512 samples

    private static readonly TrainerOptions _options = new() { Epochs = 1, BatchSize = 20, Optimizer = new Sgd(1e-6) };

    [Theory]
    [InlineData(false, "zero"), InlineData(true, "-1")]
    public void Fit_UnitsAtTheOnlyBound_AreDead(bool isUpTo, string at)
    {
        var model = new Sequential(new Dense(8), isUpTo ? Elementwise.UpTo : Elementwise.Rectifier, new Dense(2));
        model.Build(3);
        model.Parameter("0.bias").Fill(isUpTo ? 100 : -100);

        var finding = Assert.Single(Findings(model), finding => finding.Code == "SNN013");

        Assert.StartsWith($"100 % of the 8 units of Elementwise (layer 1) are {at} for each of 512 samples: they are dead, from the start.", finding.Title,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_UnitThatDies_IsLastSeenInItsStep()
    {
        var model = new Sequential(new Dense(8), Elementwise.Rectifier, new Dense(2));
        var kill = Callback.EachStep(step =>
        {
            if (step.Step == 15) model.Parameter("0.bias").Fill(-100);
        });

        Assert.Contains("last seen active at step 11",
            Assert.Single(Findings(model, _options with { Callbacks = [kill] }), finding => finding.Code == "SNN013").Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_InputsWhereAnActivationIsFlat_AreSaturated()
    {
        var model = new Sequential(new Dense(8), Elementwise.HardSigmoid, new Dense(2));
        model.Build(3);
        foreach (ref float weight in model.Parameter("0.weight")) weight *= 100;

        var finding = Assert.Single(Findings(model), finding => finding.Code == "SNN014");

        Assert.Contains("% of the inputs of Elementwise (layer 1) are beyond ±2.5, where it is flat: it is saturated.", finding.Title,
            StringComparison.Ordinal);
        Assert.InRange(finding.Evidence["saturated"], 0.8, 1);
    }

    [Fact]
    public void Fit_HealthyActivations_HaveNoFinding()
    {
        foreach (var activation in (Layer[])[Elementwise.Rectifier, Elementwise.HardSigmoid, Elementwise.UpToSix])
            Assert.Empty(Findings(new Sequential(new Dense(16), activation, new Dense(2)), _options with { Epochs = 5, Optimizer = new Adam(0.01) }));
    }

    [Fact]
    public void Fit_TwoLinearLayersInARow_AreOne()
    {
        foreach (
            var (first, second) in (ReadOnlySpan<(Layer, Layer)>)[(new Affine(8), new Affine(2)), (new Affine(8), new Dense(2)), (new Dense(8), new Affine(2))])
            Assert.Contains(Findings(new Sequential(first, second)), finding => finding.Code == "SNN003"
                && finding.Title.Contains("with nothing between", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_WeightsOfAFanIn_AreJudgedByIt()
    {
        var small = Assert.Single(Findings(new Sequential(new Affine(30, first: 0.001f), new Tanh(), new Dense(2))), finding => finding.Code == "SNN007");
        var same = new Sequential(new Affine(8), new Tanh(), new Dense(2));
        same.Build(3);
        same.Parameter("0.matrix").Fill(0.5f);

        Assert.Equal("0.matrix", small.Tensor);
        Assert.StartsWith("All 24 weights of Affine (layer 0) are 0.5: its 8 units are identical",
            Assert.Single(Findings(same), finding => finding.Code == "SNN007").Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ActivationOnTheLogits_IsFound()
    {
        Assert.Contains(Findings(new Sequential(new Dense(2), Elementwise.Rectifier)), finding =>
            finding.Title.Contains("cuts the logits off at 0", StringComparison.Ordinal));
        Assert.Contains(Findings(new Sequential(new Dense(2), Elementwise.HardSigmoid)), finding =>
            finding.Title.Contains("squeezes the logits into 0 to 1: of 2 classes none gets a probability above 0.7311.", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_LossWithABaseline_IsSeenToStay()
    {
        var history = Fit(new Sequential(new Dense(2)), _options with { Epochs = 20, Loss = new Exponential(), Optimizer = new Sgd(1e-12) }, isNoise: true);

        var finding = Assert.Single(history.Findings, finding => finding.Code == "SNN017");
        Assert.Contains("the best constant answer costs 1.", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FirstLossFarAboveTheBaseline_IsFound()
    {
        var model = new Sequential(new Dense(2));
        model.Build(3);
        foreach (ref float weight in model.Parameter("0.weight")) weight *= 3;

        var finding = Assert.Single(Findings(model, _options with { Loss = new Exponential() }), finding => finding.Code == "SNN004");

        Assert.Contains("guessing among 2 classes costs 1.", finding.Title, StringComparison.Ordinal);
        Assert.Equal(1, finding.Evidence["guessing"], 1e-9);
    }

    private static IReadOnlyList<Finding> Findings(Sequential model, TrainerOptions? options = null) => Fit(model, options ?? _options).Findings;

    private static TrainingHistory Fit(Sequential model, TrainerOptions options, bool isNoise = false)
    {
        var (x, y) = Data.Classes(Count);
        if (isNoise)
            // no two alike: equal rows of both classes would leave nothing to learn
            for (int row = 0; row < Count; row++) x[row, 0] = x[row, 1] = x[row, 2] = 0.001f * (row * 37 % 601);
        return new Trainer(model, options with { WhenBroken = WhenBroken.Continue }).Fit(x, y);
    }

    /// <summary>Of two classes: exp(z_wrong − z_right), at best 2·√(p·q) for the same answer to all.</summary>
    private sealed class Exponential : Loss
    {
        public override OutputKind? Meaning => OutputKind.OneClass;

        public override double Baseline(in TargetSample sample)
        {
            double first = 0, all = 0;
            for (int i = 0; i < sample.Count; i++)
            {
                all += sample.Weights[i];
                if (sample.Labels[i] == 0) first += sample.Weights[i];
            }
            return 2 * Math.Sqrt(first / all * (1 - (first / all)));
        }

        public override void Compute(in LossPass pass)
        {
            for (int row = 0; row < pass.BatchSize; row++)
            {
                int right = (2 * row) + pass.Labels[row], wrong = (2 * row) + 1 - pass.Labels[row];
                float loss = pass.Losses[row] = MathF.Exp(pass.Output[wrong] - pass.Output[right]);
                if (!pass.OutputGradient.IsEmpty) (pass.OutputGradient[wrong], pass.OutputGradient[right]) = (loss, -loss);
            }
        }
    }
}
