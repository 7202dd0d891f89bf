namespace ScratchNN.Tests.Data;

public class ReadAheadTests
{
    [Fact]
    public void Read_AnnouncedRows_AreReadOnceInPieces()
    {
        var counted = new Counted(Make(100));
        var data = counted.ReadAhead(10);
        int[] order = [.. Enumerable.Range(0, 100).Select(i => i * 37 % 100)];
        data.Announce(order);
        foreach (int[] rows in order.Chunk(7)) Assert.Equal(rows.Select(row => (float)row), Read(data, rows));

        // Two pieces are read by two threads: which of them is first does not matter.
        Assert.Equal(order.Chunk(10).OrderBy(piece => piece[0]), counted.Reads.OrderBy(piece => piece[0]));
    }

    [Fact]
    public void Read_OtherRowsInBetween_GetsThem_AndTheAnnouncedOnesStay()
    {
        var data = new Counted(Make(100)).ReadAhead(10);
        int[] order = [.. Enumerable.Range(0, 100).Reverse()];
        Assert.Equal([5f, 5], Read(data, [5, 5])); // nothing was announced
        data.Announce(order);
        for (int first = 0; first < 100; first += 20)
        {
            Assert.Equal([1f, 50], Read(data, [1, 50]));
            Assert.Equal(order[first..(first + 20)].Select(row => (float)row), Read(data, order[first..(first + 20)]));
        }
        Assert.Equal([3f], Read(data, [3])); // all were given
    }

    [Fact]
    public void Read_WhatTheDatasetThrows_ArrivesWhereTheRowsAreWanted_AndANewAnnouncementBeginsAfresh()
    {
        var counted = new Counted(Make(100)) { Bad = 15 };
        var data = counted.ReadAhead(10);
        int[] order = [.. Enumerable.Range(0, 100)];
        data.Announce(order);
        Assert.Equal([0f, 1], Read(data, [0, 1]));
        Assert.Equal([2f, 3, 4, 5, 6, 7, 8, 9], Read(data, order[2..10]));
        Assert.Equal("row 15 is bad", Assert.Throws<InvalidDataException>(() => Read(data, [10])).Message);
        counted.Bad = -1;
        data.Announce(order);
        Assert.Equal(order.Select(row => (float)row), Read(data, order));
    }

    [Fact]
    public void PredictAndEvaluate_OnADatasetThatReadsAhead_AreAsInMemory_AndReadEachRowOnce()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        new Trainer(model, new() { Epochs = 1 }).Fit(x, y);
        var counted = new Counted(Dataset.From(x, y));
        Assert.Equal(model.Predict(x), model.Predict(counted.ReadAhead(64)));
        Assert.Equal(Blobs.Count, counted.Reads.Sum(rows => rows.Length));
        Assert.Equal(model.Evaluate(x, y).Loss, model.Evaluate(counted.ReadAhead(64)).Loss);
        Assert.Equal(2 * Blobs.Count, counted.Reads.Sum(rows => rows.Length));
    }

    private static IDataset Make(int count) => Dataset.From(new Samples(Enumerable.Range(0, count).Select(i => (float)i).ToArray(), 1), new int[count]);

    private static float[] Read(IDataset data, int[] rows)
    {
        float[] inputs = new float[rows.Length];
        data.Read(new ReadPass { Rows = rows, Inputs = inputs, Labels = new int[rows.Length], Weights = new float[rows.Length] });
        return inputs;
    }

    /// <summary>Notes which rows are asked for.</summary>
    private sealed class Counted(IDataset data) : IDataset
    {
        public int Bad { get; set; } = -1;
        public List<int[]> Reads { get; } = [];
        public int Count => data.Count;
        public Shape InputShape => data.InputShape;
        public Shape? TargetShape => data.TargetShape;

        public void Read(in ReadPass pass)
        {
            Reads.Add(pass.Rows.ToArray());
            if (pass.Rows.Contains(Bad)) throw new InvalidDataException($"row {Bad} is bad");
            data.Read(pass);
        }
    }
}
