namespace ScratchNN.Tests;

public class TrainerContinuationTests
{
    public static TheoryData<string> Optimizers => ["sgd", "momentum", "adam"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_Twice_EqualsOnceTwiceAsLong(string optimizer)
    {
        var (x, y) = Blobs.Make();
        var options = new TrainerOptions { Epochs = 2, Optimizer = Make(optimizer) };
        Sequential once = Blobs.Model(), twice = Blobs.Model();
        var trainer = new Trainer(twice, options);

        var expected = new Trainer(once, options with { Epochs = 4 }).Fit(x, y);
        trainer.Fit(x, y);
        var second = trainer.Fit(x, y);

        Assert.Equal(Bits.Of(once), Bits.Of(twice));
        Assert.Equal([3, 4], second.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(expected.Epochs[^1].Loss, second.Epochs[^1].Loss);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Fit_ModelBuiltAnew_StartsWithFreshState(string optimizer)
    {
        var (x, y) = Blobs.Make();
        var options = new TrainerOptions { Epochs = 2, Optimizer = Make(optimizer), Seed = 7 };
        Sequential fresh = Blobs.Model(), rebuilt = Blobs.Model();
        var trainer = new Trainer(rebuilt, options);
        new Trainer(fresh, options).Fit(x, y);
        trainer.Fit(x, y);

        rebuilt.Build(Blobs.Features, seed: 7);
        var history = trainer.Fit(x, y);

        Assert.Equal(Bits.Of(fresh), Bits.Of(rebuilt));
        Assert.Equal(1, history.Epochs[0].Epoch);
    }

    [Fact]
    public void Fit_AnotherSeed_GivesOtherWeights()
    {
        var (x, y) = Blobs.Make();
        Sequential zero = Blobs.Model(), one = Blobs.Model(), same = Blobs.Model();
        zero.Build(Blobs.Features);
        one.Build(Blobs.Features);

        new Trainer(zero).Fit(x, y);
        new Trainer(one, new() { Seed = 1 }).Fit(x, y); // the same weights at first, another order
        new Trainer(same).Fit(x, y);

        Assert.NotEqual(Bits.Of(zero), Bits.Of(one));
        Assert.Equal(Bits.Of(zero), Bits.Of(same));
    }

    [Fact]
    public void Fit_ModelNotBuilt_DrawsWeightsBySeed()
    {
        var (x, y) = Blobs.Make();
        Sequential fitted = Blobs.Model(), built = Blobs.Model();

        new Trainer(fitted, new() { Seed = 5, Epochs = 0 }).Fit(x, y);
        built.Build(Blobs.Features, seed: 5);

        Assert.Equal(Bits.Of(built), Bits.Of(fitted));
    }

    [Fact]
    public void Fit_Options_StayAsTheyWere()
    {
        var (x, y) = Blobs.Make();
        var options = new TrainerOptions { Epochs = 1, ClipNorm = 1, ValidationSplit = 0.2f };
        var copy = options with { };

        var trainer = new Trainer(Blobs.Model(), options);
        trainer.Fit(x, y);

        Assert.Same(options, trainer.Options);
        Assert.Equal(copy, options);
    }

    [Fact]
    public void Fit_Data_StaysAsItWas()
    {
        var (x, y) = Blobs.Make();
        var (copy, labels) = Blobs.Make();

        new Trainer(Blobs.Model()).Fit(x, y);

        Assert.Equal(copy, x);
        Assert.Equal(labels, y);
    }

    [Fact]
    public void Predict_AndEvaluate_ChangeNothing()
    {
        var (x, y) = Blobs.Make();
        Sequential quiet = Blobs.Model(), asked = Blobs.Model();
        var trainer = new Trainer(asked, new() { Epochs = 2 });

        new Trainer(quiet, new() { Epochs = 4 }).Fit(x, y);
        trainer.Fit(x, y);
        asked.PredictProbabilities(x);
        trainer.Evaluate(x, y);
        trainer.Fit(x, y);

        Assert.Equal(Bits.Of(quiet), Bits.Of(asked));
    }

    private static Optimizer Make(string name) => name switch
    {
        "sgd" => new Sgd(0.05f),
        "momentum" => new Sgd(0.05f, momentum: 0.9f),
        _ => new Adam(0.01f),
    };
}
