using ScratchNN.Tests.Files;
using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

/// <summary>Parameters that no Fit moves, until they are let go.</summary>
public sealed class FreezeTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 1, BatchSize = 30, Optimizer = new Adam(0.01f) };

    [Theory]
    [InlineData("*", 8)]
    [InlineData("0.*", 2)]
    [InlineData("[1-2].*", 6)]
    [InlineData("[13].*", 4)]
    [InlineData("*.bias", 4)]
    [InlineData("1.layers.*", 2)]
    [InlineData("1.*.weight", 2)]
    [InlineData("?.weight", 2)]
    [InlineData("2.bias", 1)]
    [InlineData("*a*", 5)]
    public void Freeze_Pattern_FreezesWhatMatches(string names, int count)
    {
        var model = Nested();
        Assert.Equal(count, model.Freeze(names));
        Assert.Equal(count, model.ParameterInfos.Count(info => model.IsFrozen(info.Name)));

        Assert.Equal(count, model.Freeze(names)); // again is not a harm
        Assert.Equal(8, model.Unfreeze());
        Assert.DoesNotContain(model.ParameterInfos, info => model.IsFrozen(info.Name));
    }

    [Fact]
    public void Freeze_WhatItCannot_Throws()
    {
        var model = Nested();
        Assert.Equal(
            "The model has no parameter that matches '7.*'. It has 0.weight, 0.bias, 1.layers.0.weight, 1.layers.0.bias, 1.shortcut.weight, 1.shortcut.bias, "
                + "2.weight, 2.bias. (Parameter 'names')",
            Assert.Throws<ArgumentException>(() => model.Freeze("7.*")).Message);
        Assert.Throws<ArgumentException>(() => model.Unfreeze("0.weigh"));
        Assert.Throws<ArgumentException>(() => model.Freeze(""));
        Assert.Throws<ArgumentNullException>(() => model.Freeze(null!));
        Assert.Contains("'[0-3' has a bracket that is not closed", Assert.Throws<ArgumentException>(() => model.Freeze("[0-3")).Message,
            StringComparison.Ordinal);
        Assert.Contains("'0.[]' has a bracket that holds nothing", Assert.Throws<ArgumentException>(() => model.Freeze("0.[]")).Message,
            StringComparison.Ordinal);
        Assert.Contains("has no parameter '0.*'", Assert.Throws<ArgumentException>(() => model.IsFrozen("0.*")).Message, StringComparison.Ordinal);
        Assert.Contains("call Build", Assert.Throws<InvalidOperationException>(() => Blobs.Model().Freeze()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Frozen_MovesTheOthersAlone()
    {
        var (x, y) = Blobs.Make();
        foreach (string names in (string[])["0.*", "1.*", "1.layers.*", "*.bias", "2.*"])
        {
            var model = Nested();
            model.Freeze(names);
            var before = model.ParameterInfos.ToDictionary(info => info.Name, info => model.Parameter(info.Name).ToArray());

            new Trainer(model, _options).Fit(x, y);

            foreach (var (name, values) in before)
                Assert.Equal(model.IsFrozen(name), values.AsSpan().SequenceEqual(model.Parameter(name)));
        }
    }

    /// <summary>The gradient of what is trained is the same, bit for bit, whether or not something before it is frozen.</summary>
    [Fact]
    public void Fit_OneStepFrozen_TakesTheStepOfTheUnfrozen()
    {
        var (x, y) = Blobs.Make();
        Model free = Nested(), frozen = Nested();
        frozen.Freeze("[0-1].*");
        var options = _options with { BatchSize = Blobs.Count };

        new Trainer(free, options).Fit(x, y);
        new Trainer(frozen, options).Fit(x, y);

        Bits.AssertEqual(free.Parameter("2.weight"), frozen.Parameter("2.weight"), "weight");
    }

    [Fact]
    public void Fit_Clipped_TheNormIsThatOfWhatIsTrained()
    {
        var (x, y) = Blobs.Make();
        double norm = Step(null);

        Assert.Equal(norm, Step((float)norm * 1.01f));

        double Step(float? limit)
        {
            var model = new Sequential(new Dense(16), new Tanh(), new Dense(Blobs.Classes));
            model.Build(Blobs.Features);
            model.Freeze("0.*");
            model.Freeze("2.weight");
            float[] before = model.Parameter("2.bias").ToArray();
            new Trainer(model, _options with { BatchSize = Blobs.Count, Optimizer = new Sgd(1), ClipNorm = limit }).Fit(x, y);
            return Math.Sqrt(before.Zip(model.Parameter("2.bias").ToArray()).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
        }
    }

    [Fact]
    public void Fit_ThenFrozenFit_LeavesWhatTheOptimizerRemembers()
    {
        var (x, y) = Blobs.Make();
        var model = Nested();
        var trainer = new Trainer(model, _options);
        trainer.Fit(x, y);
        var before = Slots(trainer);

        model.Freeze("0.*");
        trainer.Fit(x, y);

        foreach (var (name, values) in Slots(trainer))
            if (name.StartsWith("optimizer.", StringComparison.Ordinal))
                Assert.Equal(name.Split('.')[2] == "0", values.AsSpan().SequenceEqual(before[name]));

        static Dictionary<string, float[]> Slots(Trainer trainer)
        {
            var file = new MemoryStream();
            trainer.Save(file);
            file.Position = 0;
            return new SafeTensorsReader(file).ReadValues();
        }
    }

    [Fact]
    public void Fit_FrozenFront_CostsNoBackward()
    {
        var (x, y) = Blobs.Make();
        var calls = new List<string>();
        var model = new Sequential(new Recorder("a", calls), new Dense(4), new Residual(new Recorder("b", calls), new Dense(4)), new Recorder("c", calls),
            new Dense(Blobs.Classes), new Recorder("d", calls));
        model.Build(Blobs.Features);
        model.Freeze("[1-2].*");

        new Trainer(model, _options with { BatchSize = Blobs.Count, MicroBatchSize = Blobs.Count, Checks = [] }).Fit(x, y);

        Assert.Equal(["d"], calls);
    }

    [Fact]
    public void Fit_FrozenLayerWithStatistics_WorksAsInPrediction()
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(new Dense(5), new RunningCenter(), new Dense(Blobs.Classes));
        new Trainer(model, _options).Fit(x, y);
        model.Freeze("1.*");
        float[] mean = model.Parameter("1.running_mean").ToArray();
        double evaluated = new Trainer(model, _options).Evaluate(x, y).Loss;

        var history = new Trainer(model, _options with { BatchSize = Blobs.Count, Optimizer = new Sgd(1e-6f) }).Fit(x, y);
        Assert.Equal(mean, model.Parameter("1.running_mean").ToArray());
        Assert.Equal(evaluated, history.Epochs[0].Loss, 1e-5);

        model.Unfreeze("1.*");
        history = new Trainer(model, _options with { BatchSize = Blobs.Count, Optimizer = new Sgd(1e-6f) }).Fit(x, y);
        Assert.NotEqual(mean, model.Parameter("1.running_mean").ToArray());
        Assert.NotEqual(evaluated, history.Epochs[0].Loss, 1e-5);
    }

    [Fact]
    public void Fit_FrozenOrAdaptedLayers_AreNoFinding()
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(new Center(), new Dense(16), new ReLU(), new Residual(new Dense(16), new ReLU()), new Dense(Blobs.Classes));
        model.Build(Blobs.Features);
        model.Freeze("1.*");

        Assert.Empty(new Trainer(model, _options with { Epochs = 30, BatchSize = 10 }).Fit(x, y).Findings);
    }

    [Fact]
    public void Fit_AllFrozen_SaysWhatToDo()
    {
        var (x, y) = Blobs.Make();
        var model = Nested();
        model.Freeze();

        string message = Assert.Throws<InvalidOperationException>(() => new Trainer(model, _options).Fit(x, y)).Message;

        Assert.StartsWith("All 8 parameters that training moves are frozen, so there is nothing to train: call Unfreeze first", message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Trainer(model, _options).Diagnose(x, y));
        Assert.True(double.IsFinite(new Trainer(model, _options).Evaluate(x, y).Loss));
        model.Unfreeze("2.bias");
        new Trainer(model, _options).Fit(x, y);
    }

    [Fact]
    public void Freeze_WhileTraining_Throws()
    {
        var (x, y) = Blobs.Make();
        var model = Nested();
        string? message = null;

        new Trainer(model, _options with { Callbacks = [new Reporter(_ => message = Record.Exception(() => model.Freeze("0.*"))?.Message)] }).Fit(x, y);

        Assert.Equal("The model is being trained: call Freeze before or after Fit.", message);
        Assert.False(model.IsFrozen("0.weight"));
    }

    [Fact]
    public void SaveCloneAndResume_KeepWhatIsFrozen_AndBuildDoesNot()
    {
        var (x, y) = Blobs.Make();
        var model = Nested();
        model.Freeze("*.bias");
        var trainer = new Trainer(model, _options);
        trainer.Fit(x, y);
        MemoryStream file = new(), checkpoint = new();
        model.Save(file);
        trainer.Save(checkpoint);
        (file.Position, checkpoint.Position) = (0, 0);
        var resumed = Trainer.Resume(checkpoint, _options);

        foreach (var copy in (Model[])[model.Clone(), Model.Load(file), resumed.Model])
            Assert.Equal(model.ParameterInfos.Select(info => model.IsFrozen(info.Name)), copy.ParameterInfos.Select(info => copy.IsFrozen(info.Name)));

        trainer.Fit(x, y);
        resumed.Fit(x, y);
        Assert.Equal(Bits.Of(model), Bits.Of(resumed.Model));

        var clone = model.Clone();
        model.Unfreeze();
        Assert.True(clone.IsFrozen("0.bias"));
        file.Position = 0;
        model.LoadWeights(file); // weights alone
        Assert.False(model.IsFrozen("0.bias"));
        clone.Build(Blobs.Features);
        Assert.False(clone.IsFrozen("0.bias"));
    }

    [Fact]
    public void FromFile_FreezesWhatTheModelDoesNotHave_Throws()
    {
        var model = Nested();
        model.Freeze("2.bias");
        byte[] file = SafeTensorsFile.Save(model);
        string header = SafeTensorsFile.Header(file);

        string message = Assert.Throws<InvalidDataException>(
            () => Model.Load(
                new MemoryStream(
                    SafeTensorsFile.WithHeader(file,
                        header.Replace("""\"frozen\":[\"2.bias\"]""", """\"frozen\":[\"3.bias\"]""", StringComparison.Ordinal))))).Message;

        Assert.Equal("The file freezes '3.bias', but the model has no such parameter.", message);
    }

    [Fact]
    public void Adapt_Frozen_KeepsWhatWasLearned()
    {
        var (x, _) = Blobs.Make();
        var model = new Sequential(new Center(), new Dense(2));
        model.Build(Blobs.Features);
        model.Freeze("0.*");

        model.Adapt(x);

        Assert.Equal(new float[Blobs.Features], model.Parameter("0.mean").ToArray());
    }

    [Fact]
    public void Fit_Frozen_AllocatesNothing()
    {
        var (x, y) = Blobs.Make();
        foreach (int workers in (int[])[1, 2])
            Assert.Equal(0, Allocations.OfSteps(
                progress =>
                {
                    var model = Nested();
                    model.Freeze("1.layers.*");
                    new Trainer(model, new() { Epochs = 1, BatchSize = 8, MicroBatchSize = 7, Threads = workers, Checks = [], Callbacks = [progress] })
                        .Fit(x, y);
                },
                warm: 10, steps: 38));
    }

    private static Sequential Nested()
    {
        var model = new Sequential(new Dense(6), new Residual(new Dense(5), new Tanh()) { Shortcut = new Dense(5) }, new Dense(Blobs.Classes));
        model.Build(Blobs.Features, seed: 3);
        return model;
    }

    private sealed class Recorder(string name, List<string> calls) : Layer
    {
        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass)
        {
            calls.Add(name);
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }
}
