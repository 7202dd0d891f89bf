namespace ScratchNN.Tests.Layers;

/// <summary>What batch normalisation promises besides the contract and PyTorch's numbers.</summary>
public sealed class BatchNormTests
{
    private const float Rounding = 1e-5f;

    private static readonly TrainerOptions _options = new() { Epochs = 1, BatchSize = Blobs.Count, Shuffle = false, Optimizer = new Sgd(0.01f), Checks = [] };

    [Fact]
    public void Forward_MeanOf10000_KeepsEveryDigitOfTheDeviation()
    {
        float[] x = [.. Draw.Normal(600, 1).Select(value => 10_000 + value)], y = new float[x.Length];
        double mean = x.Average(value => (double)value), deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));

        Forward(x, y, channels: 1);

        // epsilon is 1e-5 of the variance
        for (int i = 0; i < x.Length; i++) Assert.Equal((x[i] - mean) / deviation, y[i], 1e-5 * (1 + Math.Abs((x[i] - mean) / deviation)) + 1e-5);
    }

    [Fact]
    public void Forward_ConstantChannel_IsTheBias()
    {
        float[] x = [0.1f, 1, 0.1f, 2, 0.1f, 3], y = new float[6];

        Forward(x, y, channels: 2);

        Assert.Equal([0, 0, 0], (float[])[y[0], y[2], y[4]]);
    }

    [Fact]
    public void Forward_SquaresThatNoFloatHolds_AreNaN()
    {
        float[] x = [1e25f, 1, -1e25f, 2], y = new float[4];

        Forward(x, y, channels: 2);

        Assert.True(float.IsNaN(y[0]) && float.IsNaN(y[2]));
        Assert.True(float.IsFinite(y[1]) && float.IsFinite(y[3]));
    }

    [Fact]
    public void Fit_BatchOfOneRow_NormalisesByTheRunningStatisticsAndLeavesThem()
    {
        var model = new Sequential(new BatchNorm(), new Dense(2));
        model.Build(3);
        new Trainer(model, _options with { BatchSize = 1 }).Fit(new float[,] { { 5, 6, 7 }, { 1, 2, 3 } }, new[] { 0, 1 });

        Assert.Equal([0, 0, 0], model.Parameter("0.running_mean").ToArray());
        Assert.Equal([1, 1, 1], model.Parameter("0.running_var").ToArray());
        Assert.NotEqual([1, 1, 1], model.Parameter("0.weight").ToArray());
    }

    [Fact]
    public void Fit_MicroBatches_AreBatchesOfTheirOwn_WhoseMeanTheRunningStatisticsFollow()
    {
        var (x, y) = Blobs.Make();
        Model whole = Trained(null), ghost = Trained(Blobs.Count / 2);

        Assert.Equal(whole.Parameter("0.running_mean")[0], ghost.Parameter("0.running_mean")[0], Rounding); // halves of one size
        Assert.Equal(Moved(0, Blobs.Count), whole.Parameter("0.running_var")[0], Rounding);
        Assert.Equal((Moved(0, Blobs.Count / 2) + Moved(Blobs.Count / 2, Blobs.Count)) / 2, ghost.Parameter("0.running_var")[0], Rounding);
        Assert.NotEqual(whole.Parameter("0.running_var")[0], ghost.Parameter("0.running_var")[0], 1e-4f);

        Model Trained(int? microBatchSize)
        {
            var model = new Sequential(new BatchNorm(), new Dense(Blobs.Classes));
            new Trainer(model, _options with { MicroBatchSize = microBatchSize }).Fit(x, y);
            return model;
        }

        double Moved(int first, int end)
        {
            double[] column = [.. Enumerable.Range(first, end - first).Select(row => (double)x[row, 0])];
            return 0.9 + (0.1 * column.Sum(value => Math.Pow(value - column.Average(), 2)) / (column.Length - 1));
        }
    }

    [Fact]
    public void Fit_Frozen_LeavesStatisticsAndTrainsWhatIsBefore()
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(new Dense(4), new BatchNorm(), new Dense(Blobs.Classes));
        model.Build(Blobs.Features);
        model.Freeze("1.*");
        float[] weight = model.Parameter("0.weight").ToArray(),
            norm = [.. model.Parameter("1.running_mean"), .. model.Parameter("1.running_var"), .. model.Parameter("1.weight")];

        new Trainer(model, _options).Fit(x, y);

        Assert.Equal<float[]>(norm, [.. model.Parameter("1.running_mean"), .. model.Parameter("1.running_var"), .. model.Parameter("1.weight")]);
        Assert.NotEqual(weight, model.Parameter("0.weight").ToArray());
    }

    [Fact]
    public void Fit_OrdinaryNetwork_LearnsWithoutFindings()
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(new Dense(12), new BatchNorm(), new ReLU(), new Dense(8), new LayerNorm(), new Tanh(), new Dropout(0.1),
            new Dense(Blobs.Classes));
        var trainer = new Trainer(model, new TrainerOptions { Epochs = 20, BatchSize = 32, Optimizer = new Adam(0.01f) });

        Assert.Empty(trainer.Fit(x, y).Findings);
        Assert.True(trainer.Evaluate(x, y).Accuracy > 0.8);
        Assert.DoesNotContain(trainer.Diagnose(x, y).Findings, finding => finding.Severity == Severity.Error);
    }

    [Fact]
    public void Parameters_HaveTheNamesAndShapesOfPyTorch()
    {
        var model = new Sequential(new BatchNorm(), new LayerNorm());
        model.Build(new Shape(4, 4, 3));

        Assert.Equal(
            ["0.weight [3]", "0.bias [3]", "0.running_mean [3]", "0.running_var [3]", "1.weight [3]", "1.bias [3]"],
            model.ParameterInfos.Select(info => $"{info.Name} {info.Shape}"));
    }

    [Theory]
    [InlineData(0), InlineData(1.1), InlineData(double.NaN)]
    public void Momentum_OutsideItsRange_Throws(double momentum) => Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm { Momentum = momentum });

    [Theory]
    [InlineData(0), InlineData(-1e-5), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Epsilon_OutsideItsRange_Throws(double epsilon)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm { Epsilon = epsilon });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm { Epsilon = epsilon });
    }

    private static void Forward(float[] x, float[] y, int channels)
    {
        var layer = new BatchNorm();
        float[] parameters = [.. Draw.Filled(channels, 1), .. Draw.Filled(3 * channels, 0)];
        layer.Forward(new ForwardPass
        {
            Parameters = parameters,
            Input = x,
            Output = y,
            Cache = new float[layer.CacheSize(channels, x.Length / channels)],
            BatchSize = x.Length / channels,
            InputShape = channels,
            IsTraining = true,
        });
    }
}
