namespace ScratchNN.Tests;

/// <summary>Options and layers that keep a model from learning are named, and without them it learns.</summary>
public class NamedCausesTests
{
    private const int Count = 640;
    private static readonly TrainerOptions _options = new() { Epochs = 20, BatchSize = 32, Threads = 1, Optimizer = new Sgd(0.1) };

    private static readonly Dictionary<string, Fault> _faults = new()
    {
        ["clip norm"] = new("SNN015", "ClipNorm 0.0001 cuts the gradient", _options with { ClipNorm = 1e-4 }, _options with { ClipNorm = 1 }, () =>
            Blobs.Model(), () => Blobs.Model()),
        ["weight decay"] = new("SNN015", "Weight decay takes 10 % of every weight away", _options with { Optimizer = new Sgd(0.1) { WeightDecay = 1 } },
            _options with { Optimizer = new Sgd(0.1) { WeightDecay = 1e-4 } }, () => Blobs.Model(), () => Blobs.Model()),
        ["weight decay of AdamW"] = new("SNN015", "Weight decay takes 1 % of every weight away",
            _options with { Optimizer = new AdamW(0.01) { WeightDecay = 1 } },
            _options with { Optimizer = new AdamW(0.01) { WeightDecay = 0.01 } }, () => Blobs.Model(), () => Blobs.Model()),
        ["noise"] = new("SNN003", "GaussianNoise(30) (layer 0) adds noise of ", _options, _options,
            () => new(new GaussianNoise(30), new Dense(16), new ReLU(), new Dense(Blobs.Classes)), () =>
                new(new GaussianNoise(0.1), new Dense(16), new ReLU(), new Dense(Blobs.Classes))),
        ["dropout of almost all"] = new("SNN003", "Dropout(0.9) (layer 2) sets 9", _options, _options, () => Dropping(0.9), () => Dropping(0.2)),
        ["dropout of answers"] = new("SNN003", "Dropout(0.5) (layer 3) is the last layer", _options, _options,
            () => new(new Dense(16), new ReLU(), new Dense(Blobs.Classes), new Dropout(0.5)), () =>
                new(new Dense(16), new ReLU(), new Dropout(0.5), new Dense(Blobs.Classes))),
    };

    public static TheoryData<string> Faults => [.. _faults.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fit_WhatKeepsItFromLearning_IsNamed_AndWithoutItIsSilent(string name)
    {
        var (code, title, faulty, cured, ill, well) = _faults[name];
        var (x, y) = Blobs.Make(3, Count);

        var bad = new Trainer(ill(), faulty).Fit(x, y);
        Assert.Contains(bad.Findings, finding => finding.Code == code && finding is { Severity: Severity.Warning, Step: null }
            && finding.Title.StartsWith(title, StringComparison.Ordinal));

        var good = new Trainer(well(), cured).Fit(x, y);
        Assert.DoesNotContain(good.Findings, finding => finding.Severity > Severity.Info);
        Assert.True(good.Epochs[^1].Loss < 0.8 * bad.Epochs[^1].Loss, $"{good.Epochs[^1].Loss} of {bad.Epochs[^1].Loss}");
    }

    [Fact]
    public void Fit_LinearModelOfARing_IsToldOfAHiddenLayer_WhichCures()
    {
        float[] numbers = Draw.Normal(2 * Count, 5);
        float[,] x = new float[Count, 2];
        int[] y = new int[Count];
        for (int row = 0; row < Count; row++)
            (x[row, 0], x[row, 1], y[row]) = (numbers[2 * row], numbers[(2 * row) + 1], (numbers[2 * row] * numbers[2 * row])
                + (numbers[(2 * row) + 1] * numbers[(2 * row) + 1]) < 1.4f ? 1 : 0);

        var bad = new Trainer(new Sequential(new Dense(2)), _options).Fit(x, y);
        var good = new Trainer(new Sequential(new Dense(32), new ReLU(), new Dense(2)), _options).Fit(x, y);

        Assert.EndsWith("all layers of this model are linear, and together no more than one of them: put a hidden layer in front, such as Dense(32) and ReLU.",
            bad.Findings.One("SNN017").Advice, StringComparison.Ordinal);
        good.Findings.None("SNN017");
        Assert.True(good.Epochs[^1].Accuracy > 0.9 && bad.Epochs[^1].Accuracy < 0.7, $"{good.Epochs[^1].Accuracy} after {bad.Epochs[^1].Accuracy}");
    }

    [Fact]
    public void Fit_OrdinaryRestraint_IsLetAlone()
    {
        var (x, y) = Blobs.Make(3, Count);
        foreach (var optimizer in (Optimizer[])[new Sgd(0.1) { WeightDecay = 5e-4, Momentum = 0.9 }, new Adam(), new AdamW(), new RmsProp(), new AdaGrad()])
            foreach (double? clip in (double?[])[null, 1, 0.1])
                Assert.DoesNotContain(new Trainer(Blobs.Model(), _options with { Epochs = 1, Optimizer = optimizer, ClipNorm = clip }).Fit(x, y).Findings,
                    finding => finding.Tensor == "step");
        // Adam divides by the size of gradients
        new Trainer(Blobs.Model(), _options with { Optimizer = new Adam(0.01), ClipNorm = 1e-4, Epochs = 1 }).Fit(x, y).Findings.None("SNN015");
        new Trainer(new Sequential(new Dense(64), new ReLU(), new Dropout(0.5), new Dense(Blobs.Classes)), _options with { Epochs = 1 })
            .Fit(x, y).Findings.None("SNN003");
    }

    [Fact]
    public void Fit_ClassesNumberedOtherwise_AreMatched()
    {
        var (x, y) = Blobs.Make(3, Count);
        float[][] rows = [.. Enumerable.Range(0, Count).Select(row => Enumerable.Range(0, Blobs.Features).Select(i => x[row, i]).ToArray())];
        int[] other = [.. y.Select(label => (label + 1) % 3)];
        TrainingHistory Fit(int[] labels) =>
            new Trainer(Blobs.Model(), _options).Fit(Dataset.From(rows[..400], y[..400]), Dataset.From(rows[400..], labels[400..]));

        var finding = Assert.Single(Fit(other).Findings, finding => finding.Code == "SNN018");

        Assert.Equal("The classes are numbered differently in the validation data: its class 0 is 2, 1 is 0, 2 is 1 of the training data.", finding.Title);
        Assert.Equal(Severity.Warning, finding.Severity);
        var cured = Fit(y);
        cured.Findings.None("SNN018");
        Assert.True(cured.Epochs[^1].ValidationAccuracy > 0.95);
    }

    private static Sequential Dropping(double rate) => new(new Dense(16), new ReLU(), new Dropout(rate), new Dense(Blobs.Classes));

    private sealed record Fault(string Code, string Title, TrainerOptions Faulty, TrainerOptions Cured, Func<Sequential> Ill, Func<Sequential> Well);
}
