using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

/// <summary>Parameters that are not trained: what a layer remembers of the data.</summary>
public class StatisticsTests
{
    private const float Rounding = 1e-5f; // of means of about 4, in float

    private static readonly TrainerOptions _options = new() { Epochs = 1, BatchSize = Blobs.Count, Optimizer = new Sgd(1) { Momentum = 0.9f } };

    [Fact]
    public void Fit_OneStep_AddsWhatBackwardAssigned_WhateverTheRateAndClipping()
    {
        var (x, y) = Blobs.Make();
        var model = NewModel();

        new Trainer(model, _options with { Optimizer = new Sgd(1e-9f), ClipNorm = 1e-9f }).Fit(x, y);

        for (int i = 0; i < Blobs.Features; i++)
            Assert.Equal(RunningCenter.Momentum * Enumerable.Range(0, Blobs.Count).Average(row => x[row, i]), model.Parameter("0.running_mean")[i], Rounding);
    }

    [Fact]
    public void Fit_Clipped_TheNormIsThatOfTheGradientAlone()
    {
        var (x, y) = Blobs.Make();
        Model free = NewModel(), limited = NewModel();
        double norm = Step(free, null);

        Assert.Equal(norm, Step(limited, (float)norm * 1.01f)); // statistics, of about 0.1, would bring it above the limit

        double Step(Model model, float? limit)
        {
            model.Build(Blobs.Features);
            float[] before = model.Parameter("1.weight").ToArray();
            new Trainer(model, _options with { Optimizer = new Sgd(1), ClipNorm = limit }).Fit(x, y);
            return Math.Sqrt(before.Zip(model.Parameter("1.weight").ToArray()).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
        }
    }

    [Fact]
    public void PredictAndEvaluate_ReadTheRunningMean()
    {
        var model = NewModel();
        model.Build(Blobs.Features);
        float[,] x = new float[1, Blobs.Features], before = model.Predict(x);

        model.Parameter("0.running_mean").Fill(1);

        Assert.NotEqual(before, model.Predict(x));
    }

    [Fact]
    public void Fit_ManySteps_TheRunningMeanIsThatOfTheData()
    {
        var (x, y) = Blobs.Make();
        var model = NewModel();

        new Trainer(model, _options with { Epochs = 200 }).Fit(x, y);

        for (int i = 0; i < Blobs.Features; i++)
            Assert.Equal(Enumerable.Range(0, Blobs.Count).Average(row => x[row, i]), model.Parameter("0.running_mean")[i], Rounding);
    }

    [Fact]
    public void Fit_Statistics_AreNoFinding()
    {
        var (x, y) = Blobs.Make();

        Assert.Empty(new Trainer(NewModel(), new() { Epochs = 20, Optimizer = new Adam(0.01f) }).Fit(x, y).Findings);
    }

    [Fact]
    public void Fit_RateTooLow_StatisticsThatMoveDoNotHideIt()
    {
        var (x, y) = Blobs.Make();

        var findings = new Trainer(NewModel(), new() { BatchSize = 10, Optimizer = new Sgd(1e-8f) }).Fit(x, y).Findings;

        Assert.StartsWith("A step changes the weights by", findings.One("SNN015").Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Blobs.Count)]
    [InlineData(100)]
    [InlineData(77)] // the last has fewer rows
    [InlineData(1)]
    public void Fit_OneStepOfSeveralMicroBatches_MovesThemByTheMeanOfTheRows(int rows)
    {
        foreach (int workers in (int[])[1, 2])
        {
            var (x, y) = Blobs.Make();
            var model = NewModel();

            new Trainer(model, _options with { MicroBatchSize = rows, Threads = workers, Checks = [] }).Fit(x, y);

            for (int i = 0; i < Blobs.Features; i++)
            {
                float mean = Enumerable.Range(0, Blobs.Count).Average(row => x[row, i]);
                Assert.Equal(RunningCenter.Momentum * mean, model.Parameter("0.running_mean")[i], Rounding);
            }
        }
    }

    private static Sequential NewModel() => new(new RunningCenter(), new Dense(Blobs.Classes));
}
