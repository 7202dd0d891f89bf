namespace ScratchNN.PublicApi.Tests;

/// <summary>Extensions with the bugs that everybody writes once: the message names whose they are.</summary>
public class FaultyExtensionTests
{
    private static readonly float[,] _x = new float[6, 3];
    private static readonly int[] _labels = [0, 1, 0, 1, 0, 1];

    [Theory]
    [InlineData(Bug.ForwardTooLong,
        "Faulty.Forward failed: Destination is too short. (Parameter 'destination') For 6 samples it has 24 floats of input, 24 of output, "
            + "0 of parameters and 0 of cache.")]
    [InlineData(Bug.ForwardBeyond,
        "Faulty.Forward failed: Index was outside the bounds of the array. For 6 samples it has 24 floats of input, 24 of output, "
            + "0 of parameters and 0 of cache.")]
    [InlineData(Bug.BackwardTooLong,
        "Faulty.Backward failed: Destination is too short. (Parameter 'destination') For 6 samples it has 24 floats of input, 24 of output, "
            + "0 of parameters and 0 of cache.")]
    [InlineData(Bug.NullParameters, "Faulty.Parameters(4) is null: a layer without parameters gives [].")]
    [InlineData(Bug.ParameterWithoutAName, "Faulty.Parameters(4) holds '' [4]: a parameter needs a name and a shape.")]
    [InlineData(Bug.ParameterWithoutAShape, "Faulty.Parameters(4) holds 'weight' []: a parameter needs a name and a shape.")]
    [InlineData(Bug.EmptyOutput, "Faulty.OutputShape(4) is an empty shape: an output has at least one number.")]
    [InlineData(Bug.NegativeCache, "Faulty asks for a cache of -1 floats for 1 samples of [4]: it can't be negative.")]
    public void Fit_FaultyLayer_IsNamed(Bug bug, string message)
    {
        var model = new Sequential(new Dense(4), new Block(new Faulty(bug)), new Dense(2));

        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => new Trainer(model).Fit(_x, _labels)).Message);
    }

    [Fact]
    public void Fit_FirstLayerThatWritesAnInputGradient_SaysThatThereIsNone() => Assert.Equal(
        "Faulty.Backward failed: Destination is too short. (Parameter 'destination') InputGradient is empty, as it is for the first layer of a model: "
            + "assign it only if it is not. For 6 samples it has 18 floats of input, 18 of output, 3 of parameters and 0 of cache.",
        Assert.Throws<InvalidOperationException>(() => new Trainer(new Sequential(new Faulty(Bug.AssignsInputGradient))).Fit(_x, _labels)).Message);

    [Fact]
    public void Fit_LayerThatThrowsOtherwise_IsLeftToItself() =>
        Assert.Throws<NotSupportedException>(() => new Trainer(new Sequential(new Dense(4), new Faulty(Bug.NotSupported))).Fit(_x, _labels));

    [Fact]
    public void Constructor_NegativeStateSlots_NamesTheOptimizer()
    {
        var model = new Sequential(new Dense(2));

        var exception = Assert.Throws<ArgumentException>("options", () => new Trainer(model, new() { Optimizer = new Forgetful(stateSlots: -1) }));

        Assert.StartsWith("Forgetful keeps -1 numbers per parameter (StateSlots): it can't be negative.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(-0.5f, "-0.5")]
    public void Fit_OptimizerWithoutALearningRate_IsNamed(float rate, string text)
    {
        var model = new Sequential(new Dense(2));
        model.Build(3);
        float[] before = model.Parameters.ToArray();

        var exception = Assert.Throws<InvalidOperationException>(() => new Trainer(model, new() { Optimizer = new Forgetful(rate) }).Fit(_x, _labels));

        Assert.Equal($"Forgetful has a learning rate of {text}: it must be finite and at least 0.", exception.Message);
        Assert.Equal(before, model.Parameters.ToArray());
    }

    /// <summary>What is wrong with a layer.</summary>
    public enum Bug
    {
        ForwardTooLong, ForwardBeyond, BackwardTooLong, NullParameters, ParameterWithoutAName, ParameterWithoutAShape, EmptyOutput, NegativeCache, NotSupported,
        AssignsInputGradient,
    }

    private sealed class Faulty(Bug bug) : Layer
    {
        public override Shape OutputShape(Shape input) => bug == Bug.EmptyOutput ? default : input;

        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => bug switch
        {
            Bug.NullParameters => null!,
            Bug.ParameterWithoutAName => [new() { Name = "", Shape = input }],
            Bug.ParameterWithoutAShape => [new() { Name = "weight", Shape = default }],
            Bug.AssignsInputGradient => [new() { Name = "weight", Shape = input }],
            _ => [],
        };

        public override int CacheSize(Shape input, int batchSize) => bug == Bug.NegativeCache ? -1 : 0;

        public override void Forward(in ForwardPass pass)
        {
            if (bug == Bug.NotSupported) throw new NotSupportedException();
            if (bug == Bug.ForwardBeyond) pass.Output[pass.Output.Length] = 1;
            pass.Input.CopyTo(bug == Bug.ForwardTooLong ? pass.Output[1..] : pass.Output);
        }

        public override void Backward(in BackwardPass pass) =>
            pass.OutputGradient.CopyTo(bug == Bug.BackwardTooLong ? pass.InputGradient[1..] : pass.InputGradient);
    }

    private sealed class Forgetful(float rate = 0.1f, int stateSlots = 0) : Optimizer(rate)
    {
        public override int StateSlots => stateSlots;

        public override void Step(in OptimizerPass pass) => throw new NotSupportedException();
    }
}
