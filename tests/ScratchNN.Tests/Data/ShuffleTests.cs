namespace ScratchNN.Tests.Data;

public class ShuffleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void Blocks_TakeEveryRowOnce_AndBlocksHaveRowsOfFewPlaces(int count)
    {
        const int Block = 64, Run = 2;
        int[] rows = Ordered(Shuffle.Blocks(Block), count, seed: 3);
        Assert.Equal(Enumerable.Range(0, count), rows.Order());
        if (count > Block)
            foreach (int[] block in rows.Chunk(Block)) Assert.InRange(block.Select(row => row / Run).Distinct().Count(), 1, (Block / Run) + 1);
        Assert.Equal(rows, Ordered(Shuffle.Blocks(Block), count, seed: 3));
        if (count > 1) Assert.NotEqual(rows, Ordered(Shuffle.Blocks(Block), count, seed: 4));
    }

    [Fact]
    public void Blocks_AsLargeAsTheData_AreAFullShuffle() => Assert.Equal(Ordered(true, 500, 9), Ordered(Shuffle.Blocks(500), 500, 9));

    [Fact]
    public void False_LeavesTheOrder() => Assert.Equal(Enumerable.Range(0, 50), Ordered(false, 50, 1));

    [Fact]
    public void Blocks_BelowThirtyTwo_AreRefused() =>
        Assert.Contains("at least 32, got 31", Assert.Throws<ArgumentOutOfRangeException>(() => Shuffle.Blocks(31)).Message, StringComparison.Ordinal);

    [Fact]
    public void Texts_AreThoseOfCheckpoints() => Assert.Equal("True False Blocks(4096)", $"{(Shuffle)true} {(Shuffle)false} {Shuffle.Blocks(4096)}");

    [Fact]
    public void Fit_InBlocks_GivesTheSameWeightsForAnyThreads_AndWithReadAhead()
    {
        var (x, y) = Blobs.Make();
        var options = new TrainerOptions { Epochs = 3, BatchSize = 20, Shuffle = Shuffle.Blocks(64), Threads = 1 };
        float[] expected = Fit(options, Dataset.From(x, y));
        Assert.Equal(expected, Fit(options with { Threads = 3 }, Dataset.From(x, y)));
        Assert.Equal(expected, Fit(options, new OnDemand(Dataset.From(x, y)).ReadAhead(64)));
        Assert.Equal(expected, Fit(options, new OnDemand(Dataset.From(x, y)).ReadAhead(7)));
        Assert.NotEqual(expected, Fit(options with { Shuffle = true }, Dataset.From(x, y)));

        static float[] Fit(TrainerOptions options, IDataset data)
        {
            var model = Blobs.Model();
            new Trainer(model, options).Fit(data);
            return model.Parameters.ToArray();
        }
    }

    private static int[] Ordered(Shuffle shuffle, int count, ulong seed)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        shuffle.Order(rows, new RandomStream(seed, 1));
        return rows;
    }
}
