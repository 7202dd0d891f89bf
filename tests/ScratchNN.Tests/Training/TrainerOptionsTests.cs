using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests;

public class TrainerOptionsTests
{
    private static readonly Dictionary<string, (string Name, Func<TrainerOptions, TrainerOptions> Set)> _outOfRange = new()
    {
        ["epochs -1"] = (nameof(TrainerOptions.Epochs), options => options with { Epochs = -1 }),
        ["batch 0"] = (nameof(TrainerOptions.BatchSize), options => options with { BatchSize = 0 }),
        ["micro-batch 0"] = (nameof(TrainerOptions.MicroBatchSize), options => options with { MicroBatchSize = 0 }),
        ["workers 0"] = (nameof(TrainerOptions.Threads), options => options with { Threads = 0 }),
        ["workers 1025"] = (nameof(TrainerOptions.Threads), options => options with { Threads = 1025 }),
        ["split -0.1"] = ("share", options => options with { ValidationSplit = -0.1f }),
        ["split 1"] = ("share", options => options with { ValidationSplit = 1 }),
        ["split 0"] = ("share", options => options with { ValidationSplit = 0 }),
        ["split NaN"] = ("share", options => options with { ValidationSplit = float.NaN }),
        ["clip 0"] = (nameof(TrainerOptions.ClipNorm), options => options with { ClipNorm = 0 }),
        ["clip value 0"] = (nameof(TrainerOptions.ClipValue), options => options with { ClipValue = 0 }),
        ["clip value infinite"] = (nameof(TrainerOptions.ClipValue), options => options with { ClipValue = double.PositiveInfinity }),
        ["clip infinite"] = (nameof(TrainerOptions.ClipNorm), options => options with { ClipNorm = float.PositiveInfinity }),
        ["clip NaN"] = (nameof(TrainerOptions.ClipNorm), options => options with { ClipNorm = float.NaN }),
        ["when broken 3"] = (nameof(TrainerOptions.WhenBroken), options => options with { WhenBroken = (WhenBroken)3 }),
        ["patience 0"] = ("patience", options => options with { Callbacks = [new EarlyStopping(0)] }),
        ["improvement -1"] = (nameof(EarlyStopping.MinimumImprovement), options =>
            options with { Callbacks = [new EarlyStopping { MinimumImprovement = -1 }] }),
        ["improvement NaN"] = (nameof(EarlyStopping.MinimumImprovement), options =>
            options with { Callbacks = [new EarlyStopping { MinimumImprovement = float.NaN }] }),
    };

    public static TheoryData<string> OutOfRange => [.. _outOfRange.Keys];

    [Theory, Row(27)]
    [MemberData(nameof(OutOfRange))]
    public void Init_OutOfRange_ThrowsNamingTheProperty(string name)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(_outOfRange[name].Name, () => _outOfRange[name].Set(new TrainerOptions()));

        Assert.NotNull(exception.ActualValue);
    }

    [Fact]
    public void Init_NoSuchChoice_SaysSo() => Assert.StartsWith("WhenBroken must be Throw, Stop, Continue, got 3.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { WhenBroken = (WhenBroken)3 }).Message, StringComparison.Ordinal);

    [Fact]
    public void Init_NoOptimizer_Throws() =>
        Assert.Throws<ArgumentNullException>(nameof(TrainerOptions.Optimizer), () => new TrainerOptions() with { Optimizer = null! });

    [Fact]
    public void Init_EdgesOfTheRanges_AreIn()
    {
        var options = new TrainerOptions
        {
            Epochs = 0,
            BatchSize = 1,
            MicroBatchSize = 1,
            Threads = 1024,
            ValidationSplit = 0.999f,
            ClipNorm = float.Epsilon,
            Callbacks = [new EarlyStopping(1) { MinimumImprovement = 0 }],
            WhenBroken = WhenBroken.Continue,
            Seed = ulong.MaxValue,
        };

        Assert.Equal(options, options with { MicroBatchSize = 1 });
        Assert.Null((options with { MicroBatchSize = null }).MicroBatchSize);
        Assert.Null((options with { ClipNorm = null }).ClipNorm);
    }

    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        var options = new TrainerOptions();

        Assert.Equal((10, 64, true, 0ul, null), (options.Epochs, options.BatchSize, options.Shuffle, options.Seed, options.ValidationSplit));
        Assert.Equal(1e-3, Assert.IsType<Adam>(options.Optimizer).LearningRate);
        Assert.Equal(Math.Clamp(Environment.ProcessorCount, 1, 1024), options.Threads);
        Assert.Equal(WhenBroken.Throw, options.WhenBroken);
        Assert.True(options is { Loss: null, MicroBatchSize: null, ClassWeights: null, ClipNorm: null, ClipValue: null, Metrics: [], Callbacks: [] });
        Assert.True(new EarlyStopping() is { Patience: 5, MinimumImprovement: 0, RestoreBest: true });
        Assert.Equal(Goal.Loss, new EarlyStopping().Monitor);
    }
}
