namespace ScratchNN.Tests;

public class TrainerContinuationTests
{
    [Fact]
    public void Fit_AnotherSeed_GivesOtherWeights()
    {
        var (x, y) = Blobs.Make();
        Model zero = Blobs.Model(), one = Blobs.Model(), same = Blobs.Model();
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
        Model fitted = Blobs.Model(), built = Blobs.Model();

        new Trainer(fitted, new() { Seed = 5, Epochs = 0 }).Fit(x, y);
        built.Build(Blobs.Features, seed: 5);

        Assert.Equal(Bits.Of(built), Bits.Of(fitted));
    }
}
