using ScratchNN.Kernels;

namespace ScratchNN.Tests;

public class TrainerBitsTests
{
    private const float Rounding = 2e-5f; // another order of a sum over 64 rows, after a few steps

    [Theory]
    [InlineData(256, null)]
    [InlineData(600, 40)] // many micro-batches, side by side, and a few that are left over
    public void Fit_AnyNumberOfWorkers_GivesTheSameBits(int batch, int? microBatch)
    {
        const int Inputs = 64, Hidden = 128, Classes = 10;
        Assert.True(batch * Inputs * Hidden > GemmPlan.SerialWork); // so products do fork
        var (x, y) = Blobs.Make(count: 600, features: Inputs, classes: Classes);
        uint[]? expected = null;
        foreach (int workers in (int[])[1, 2, 3, 7])
        {
            // a busy machine may leave everything to the caller for a while: try until somebody helped
            int used = 0;
            for (int attempt = 0; used < Math.Min(2, workers) && attempt < 50; attempt++)
            {
                var model = new Sequential(new Dense(Inputs, Hidden), new ReLU(), new Dense(Classes), new Softmax());
                var history = new Trainer(model, new() { Epochs = 5, BatchSize = batch, MicroBatchSize = microBatch, Threads = workers, ClipNorm = 0.1f })
                    .Fit(x, y);
                expected ??= Bits.Of(model);
                Assert.Equal(expected, Bits.Of(model));
                used = history.ThreadsUsed;
            }
            Assert.InRange(used, Math.Min(2, workers), workers);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(64)]
    public void Fit_MicroBatches_GiveTheSameBitsTwiceAndNearlyThoseOfTheWholeBatch(int size)
    {
        float[] whole = Train(null), parts = Train(size);

        Assert.Equal(Bits.Of(parts), Bits.Of(Train(size)));
        for (int i = 0; i < whole.Length; i++) Assert.Equal(whole[i], parts[i], Rounding);

        static float[] Train(int? size)
        {
            var (x, y) = Blobs.Make(count: 100);
            var model = Blobs.Model();
            new Trainer(model, new() { Epochs = 2, MicroBatchSize = size, Optimizer = new Sgd(0.05f) }).Fit(x, y);
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void Fit_MicroBatchOfTheWholeBatch_EqualsTheDefault()
    {
        var (x, y) = Blobs.Make();
        Model whole = Blobs.Model(), byDefault = Blobs.Model();

        new Trainer(whole, new() { MicroBatchSize = 64 }).Fit(x, y);
        new Trainer(byDefault).Fit(x, y);

        Assert.Equal(Bits.Of(byDefault), Bits.Of(whole));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(32)]
    public void Fit_LayerThatDraws_DrawsTheSameForAnyMicroBatch(int size)
    {
        float[] whole = Train(null, 1), parts = Train(size, 3);

        for (int i = 0; i < whole.Length; i++) Assert.Equal(whole[i], parts[i], Rounding);
        Assert.NotEqual(Bits.Of(whole), Bits.Of(Train(null, 1, seed: 1))); // it does draw

        static float[] Train(int? size, int workers, ulong seed = 0)
        {
            var (x, y) = Blobs.Make(count: 100);
            var model = new Sequential(new Dense(16), new CoinFlips(), new Dense(Blobs.Classes));
            model.Build(Blobs.Features);
            new Trainer(model, new() { Epochs = 2, MicroBatchSize = size, Optimizer = new Sgd(0.05f), Threads = workers, Shuffle = false, Seed = seed })
                .Fit(x, y);
            return model.Parameters.ToArray();
        }
    }

    [Fact]
    public void Fit_WithoutShuffle_TakesRowsInOrder()
    {
        var seen = new Recorder(10);
        new Trainer(new Sequential(new Dense(1)), new() { Epochs = 2, BatchSize = 4, Shuffle = false, Checks = [], Loss = new RawSquaredError() }).Fit(seen);

        int[] epoch = [.. Enumerable.Range(0, 10)];
        Assert.Equal([.. epoch, .. epoch], seen.Rows);
        Assert.Equal([4, 4, 2, 4, 4, 2], seen.Batches);
    }

    [Fact]
    public void Fit_Shuffle_TakesEveryRowOnceInAnOrderOfTheEpoch()
    {
        var seen = new Recorder(100);
        new Trainer(new Sequential(new Dense(1)), new() { Epochs = 2, BatchSize = 32, Checks = [] }).Fit(seen);

        int[] before = [.. seen.Rows.Take(100)], first = [.. seen.Rows.Skip(100).Take(100)], second = [.. seen.Rows.Skip(200)];
        Assert.Equal(Enumerable.Range(0, 100), before); // for the scale of the targets
        Assert.Equal(Enumerable.Range(0, 100), first.Order());
        Assert.Equal(Enumerable.Range(0, 100), second.Order());
        Assert.NotEqual(Enumerable.Range(0, 100), first);
        Assert.NotEqual(first, second);
    }

    /// <summary>Remembers what was read.</summary>
    private sealed class Recorder(int count) : IDataset
    {
        public List<int> Rows { get; } = [];
        public List<int> Batches { get; } = [];
        public int Count => count;
        public Shape InputShape => 1;
        public Shape? TargetShape => 1;

        public void Read(in ReadPass pass)
        {
            Rows.AddRange(pass.Rows);
            Batches.Add(pass.Rows.Length);
            pass.Inputs.Fill(1);
            pass.Targets.Fill(1);
        }
    }
}
