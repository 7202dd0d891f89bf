using ScratchNN.Tests.LayerContract;
using ScratchNN.Tests.LossContract;

namespace ScratchNN.Tests.Diagnostics;

public sealed class GradientCheckTests
{
    private const double Threshold = 1e-3; // as GradientCheckResult documents
    private const int Seeds = 20;

    [Fact]
    public void Run_RightLayers_StaysBelowTheThreshold()
    {
        Layer[] layers = [new Dense(5), new Softmax(), new ReLU(), new ScaledSquare(), new Block(new Dense(9), new ReLU(), new Dense(4), new Softmax())];
        foreach (var layer in layers)
            for (ulong seed = 0; seed < Seeds; seed++)
            {
                var result = GradientCheck.Run(layer, 6, batchSize: 3, seed);
                Assert.True(result.MaxRelativeError < Threshold, $"{layer}, seed {seed}: {result}");
            }
    }

    [Fact]
    public void Run_BiasThatALaterLayerTakesOut_IsNoError()
    {
        // its gradient is 0 but for rounding, and so is its slope: nothing to be relative to
        for (ulong seed = 0; seed < Seeds; seed++)
            Assert.InRange(GradientCheck.Run(new Block(new Dense(5), new BatchCenter()), 6, batchSize: 7, seed).MaxRelativeError, 0, Threshold);
    }

    [Fact]
    public void Run_MoreFloatsThanAnArrayHolds_ThrowsWithTheNumber()
    {
        AssertThrows("4294967296", () => GradientCheck.Run(new ReLU(), 1 << 20, batchSize: 1 << 12));
        AssertThrows("4294967296", () => GradientCheck.Run(new Dense(1 << 16), 1, batchSize: 1 << 16));
        AssertThrows("3000000000", () => GradientCheck.Run(new Sized(1_500_000_000, 0), 1));
        AssertThrows("-1", () => GradientCheck.Run(new Sized(1, -1), 1));

        static void AssertThrows(string number, Action run) => Assert.Contains(number, Assert.Throws<ArgumentException>(run).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InputGradientWrongByOnePercent_IsFound() => AssertFound(new Spoiled(pass => Scale(pass.InputGradient, 1.01f)), "input");

    [Fact]
    public void Run_ParameterGradientWrongByOnePercent_IsFound() => AssertFound(new Spoiled(pass => Scale(pass.ParameterGradient[..^6], 0.99f)), "weight");

    [Fact]
    public void Run_BiasGradientAveragedRatherThanSummed_IsFound() => AssertFound(new Spoiled(pass => Scale(pass.ParameterGradient[^6..], 1f / 3)), "bias");

    [Fact]
    public void Run_TransposeMissing_IsFound() => AssertFound(
        new Spoiled(pass =>
        {
            if (!pass.InputGradient.IsEmpty) Gemm.Multiply(pass.OutputGradient, pass.Parameters[..36], pass.InputGradient, pass.BatchSize, 6, 6);
        }), "input");

    [Fact]
    public void Run_OneEntryWrong_IsFoundAndNamed()
    {
        var result = GradientCheck.Run(new Spoiled(pass => pass.ParameterGradient[17] += 0.5f), 6);
        Assert.True(result.MaxRelativeError > 10 * Threshold);
        Assert.Equal(("weight", 17), (result.Tensor, result.Index));
    }

    [Fact]
    public void Run_GradientNotAssigned_IsInfinite()
    {
        var input = GradientCheck.Run(new Spoiled(pass => pass.InputGradient.Slice(0, Math.Min(5, pass.InputGradient.Length)).Fill(float.NaN)), 6);
        Assert.Equal((double.PositiveInfinity, "input", 0), (input.MaxRelativeError, input.Tensor, input.Index));

        var bias = GradientCheck.Run(new Spoiled(pass => pass.ParameterGradient[^6..].Fill(float.NaN)), 6);
        Assert.Equal((double.PositiveInfinity, "bias", 0), (bias.MaxRelativeError, bias.Tensor, bias.Index));
    }

    [Fact]
    public void Run_EmptyInputGradientNotTaken_SaysSo()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => GradientCheck.Run(new Spoiled(pass => pass.InputGradient[0] += 0), 6));
        Assert.Contains(
            "InputGradient is empty, as it is for the first layer of a model: assign it only if it is not.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OtherParameterGradientWhereInputGradientIsEmpty_IsFound()
    {
        var result = GradientCheck.Run(new Spoiled(pass => pass.ParameterGradient[7] += pass.InputGradient.IsEmpty ? 1 : 0), 6);
        Assert.Equal((double.PositiveInfinity, 7), (result.MaxRelativeError, result.Index));
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameResult()
    {
        Assert.Equal(GradientCheck.Run(new Dense(5), 6, seed: 3), GradientCheck.Run(new Dense(5), 6, seed: 3));
        Assert.NotEqual(GradientCheck.Run(new Dense(5), 6, seed: 3), GradientCheck.Run(new Dense(5), 6, seed: 4));
    }

    [Theory, MemberData(nameof(LossCases.Names), MemberType = typeof(LossCases))]
    public void Run_RightLosses_StaysBelowTheThreshold(string name)
    {
        var row = LossCases.Get(name);
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var result = GradientCheck.Run(row.Loss, row.Outputs, row.Against == Against.Labels ? null : row.Outputs, seed: seed);
            Assert.True(result.MaxRelativeError < Threshold, $"{row.Name}, seed {seed}: {result}");
        }
    }

    /// <summary>Next to a kink only short steps are right, and the mean of many distances is rounded too much for these.</summary>
    [Theory]
    [InlineData(100), InlineData(1000), InlineData(3000)]
    public void Run_KinksAmongManyOutputs_AreNoError(int outputs)
    {
        for (ulong seed = 0; seed < 3; seed++)
        {
            var result = GradientCheck.Run(new MeanAbsoluteError(), outputs, outputs, seed: seed);
            Assert.True(result.MaxRelativeError < Threshold, $"seed {seed}: {result}");
        }
    }

    /// <summary>x² differs by 0.01 to one side of a long step: no excuse for a gradient that is wrong by 1 %.</summary>
    [Theory]
    [InlineData(1, 1.01f), InlineData(1, 0.99f), InlineData(17, 1.01f), InlineData(17, 0.99f)]
    public void Run_LossGradientWrongByOnePercent_IsFound(int outputs, float factor)
    {
        foreach (var loss in (Loss[])[new MeanSquaredError(), new MeanAbsoluteError()])
            for (ulong seed = 0; seed < 5 * Seeds; seed++)
                Assert.True(GradientCheck.Run(new Wrong(loss, factor), outputs, outputs, seed: seed).MaxRelativeError > Threshold, $"{loss}, seed {seed}");
    }

    [Fact]
    public void Run_BadArguments_Throws()
    {
        Assert.Throws<ArgumentNullException>("layer", () => GradientCheck.Run((Layer)null!, 6));
        Assert.Throws<ArgumentNullException>("loss", () => GradientCheck.Run((Loss)null!, 6));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => GradientCheck.Run(new CrossEntropy(), 6, batchSize: 0));
        Assert.Throws<ArgumentException>(() => GradientCheck.Run(new CrossEntropy(), 6, target: 3));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => GradientCheck.Run(new ReLU(), 6, batchSize: 0));
        Assert.Throws<ArgumentException>(() => GradientCheck.Run(new Dense(5, 3), 6));
    }

    private static void AssertFound(Layer layer, string tensor)
    {
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var result = GradientCheck.Run(layer, 6, batchSize: 3, seed);
            Assert.True(result.MaxRelativeError > Threshold, $"seed {seed}: {result}");
            Assert.Equal(tensor, result.Tensor);
        }
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values) value *= factor;
    }

    private delegate void Spoil(BackwardPass pass);

    /// <summary>Dense(6 → 6), whose gradients are spoiled after the fact.</summary>
    private sealed class Spoiled(Spoil spoil) : Layer
    {
        private readonly Dense _dense = new(6, 6);

        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => _dense.Parameters(input);

        public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => _dense.Initialize(parameters, input, ref random);

        public override void Forward(in ForwardPass pass) => _dense.Forward(pass);

        public override void Backward(in BackwardPass pass)
        {
            _dense.Backward(pass);
            spoil(pass);
        }
    }

    /// <summary>A loss whose gradient is too large or too small.</summary>
    private sealed class Wrong(Loss loss, float factor) : Loss
    {
        public override OutputKind? Meaning => loss.Meaning;

        public override void RequireShapes(Shape output, Shape? target) => loss.RequireShapes(output, target);

        public override void Compute(in LossPass pass)
        {
            loss.Compute(pass);
            Scale(pass.OutputGradient, factor);
        }
    }

    /// <summary>Two parameters and a cache of any size.</summary>
    private sealed class Sized(int parameter, int cache) : Layer
    {
        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
            [new() { Name = "a", Shape = parameter }, new() { Name = "b", Shape = parameter }];

        public override int CacheSize(Shape input, int batchSize) => cache;

        public override void Initialize(Span<float> parameters, Shape input, ref RandomStream random) => parameters.Clear();

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => pass.ParameterGradient.Clear();
    }
}
