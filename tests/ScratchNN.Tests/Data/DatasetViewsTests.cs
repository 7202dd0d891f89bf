using System.Numerics.Tensors;

namespace ScratchNN.Tests;

public class DatasetViewsTests
{
    private static readonly float[,] _series = { { 0, 10 }, { 1, 11 }, { 2, 12 }, { 3, 13 }, { 4, 14 } };
    private static readonly IDataset _data = Dataset.From(_series, [.. (int[])[0, 1, 0, 1, 2]], new float[] { 1, 2, 3, 4, 5 });

    [Fact]
    public void Subset_ReadsTheRowsWithLabelsAndWeights()
    {
        var subset = _data.Subset([4, 0, 4]);
        float[] x = new float[4], weights = [1, 1];
        int[] labels = new int[2];

        subset.Read(new ReadPass { Rows = [2, 1], Inputs = x, Labels = labels, Weights = weights });

        Assert.Equal(3, subset.Count);
        Assert.Equal([4, 14, 0, 10], x);
        Assert.Equal([2, 0], labels);
        Assert.Equal([5, 1], weights);
    }

    [Fact]
    public void Subset_OfManyRows_AllocatesNothing()
    {
        var subset = _data.Subset([.. Enumerable.Range(0, 1000).Select(i => i % 5)]);
        int[] rows = [.. Enumerable.Range(0, 1000)], labels = new int[1000];
        float[] x = new float[2000];
        float[] weights = new float[1000];

        Assert.Equal(0, Allocations.Of(() => subset.Read(new ReadPass { Rows = rows, Inputs = x, Labels = labels, Weights = weights })));
        Assert.Equal(3 + 10, x[(998 * 2) + 1]);
    }

    [Fact]
    public void Take_IsARangeOfRows()
    {
        var last = _data.Take(^2..);
        float[] x = new float[4];
        last.Read(new ReadPass { Rows = [0, 1], Inputs = x, Labels = new int[2] });

        Assert.Equal([3, 13, 4, 14], x);
        Assert.Equal(3, _data.Take(..^2).Count);
    }

    [Fact]
    public void Views_OfRowsThatAreNotThere_AreRefused()
    {
        Assert.StartsWith("The dataset has 5 samples, rows 0 to 4: there is no row 5.",
            Assert.Throws<ArgumentOutOfRangeException>("rows", () => _data.Subset([0, 5])).Message, StringComparison.Ordinal);
        Assert.StartsWith("A subset needs at least one row", Assert.Throws<ArgumentException>("rows", () => _data.Take(2..2)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("2..6 is not within the 5 rows of the dataset.", Assert.Throws<ArgumentOutOfRangeException>("rows", () => _data.Take(2..6)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => _data.Take(3..1));
    }

    [Theory]
    [InlineData(1, new float[] { 12, 13, 14 })]
    [InlineData(0, new float[] { 11, 12, 13, 14 })]
    [InlineData(2, new float[] { 13, 14 })]
    public void Windows_PairsEachWithTheTargetAfterIt(int ahead, float[] expected)
    {
        var windows = Dataset.Windows(_series, [.. (float[])[10, 11, 12, 13, 14]], length: 2, ahead);

        Assert.Equal(expected.Length, windows.Count);
        Assert.Equal(new Shape(2, 2), windows.InputShape);
        for (int i = 0; i < windows.Count; i++)
        {
            float[] x = new float[4], y = new float[1];
            windows.Read(new ReadPass { Rows = [i], Inputs = x, Targets = y });
            Assert.Equal([i, i + 10, i + 1, i + 11], x);
            Assert.Equal(expected[i], y[0]);
        }
    }

    [Fact]
    public void Windows_OfRowsAndNames()
    {
        float[][] jagged = [[0, 10], [1, 11], [2, 12], [3, 13]];
        var itself = Dataset.Windows(jagged, jagged, length: 3);
        var names = Dataset.Windows(jagged, ["up", "down", "up", "down"], length: 1, ahead: 2);
        float[] x = new float[6], y = new float[2];
        int[] label = new int[1];
        itself.Read(new ReadPass { Rows = [0], Inputs = x, Targets = y });
        names.Read(new ReadPass { Rows = [1], Inputs = x.AsSpan(0, 2), Labels = label });

        Assert.Equal([3, 13], y);
        Assert.Equal(1, itself.Count);
        Assert.Equal(["down", "up"], names.Info!.ClassNames!);
        Assert.Equal(0, label[0]);
    }

    [Fact]
    public void Windows_ThatDoNotFit_AreRefused()
    {
        string message = Assert.Throws<ArgumentException>("series", () => Dataset.Windows(_series, _series, length: 4, ahead: 2)).Message;
        Assert.StartsWith("A window of 4 steps and a target 2 after them take 6 steps, the series has 5.", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("length", () => Dataset.Windows(_series, _series, length: 0));
        Assert.Throws<ArgumentOutOfRangeException>("ahead", () => Dataset.Windows(_series, _series, length: 1, ahead: -1));
        Assert.Throws<ArgumentException>(() => Dataset.Windows(_series, [.. (float[])[1, 2]], length: 1));
        message = Assert.Throws<ArgumentException>("series", () =>
            Dataset.Windows(new Samples(new float[16], new Shape(1, 2, 1, 2)), (float[])[1, 2, 3, 4], length: 2)).Message;
        Assert.StartsWith("Windows add an axis, and a shape has 4 at most: they take steps of 1 to 3 dimensions, got [1 × 2 × 1 × 2].", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FromBytes_ATensor_HasItsShape()
    {
        var images = Tensor.Create<byte>([0, 51, 102, 153, 204, 255, 0, 255, 0, 51, 51, 51], [2, 3, 2]);
        var data = Dataset.FromBytes(images, [1, 0]);
        float[] x = new float[6];
        int[] label = new int[1];
        data.Read(new ReadPass { Rows = [1], Inputs = x, Labels = label });

        Assert.Equal(new Shape(3, 2), data.InputShape);
        Assert.Equal([0, 1, 0, 51 * (1 / 255f), 51 * (1 / 255f), 51 * (1 / 255f)], x);
        Assert.Equal(0, label[0]);
        Assert.Throws<ArgumentException>(() => Dataset.FromBytes(Tensor.Create<byte>([1, 2], [2]), [1, 0]));
        Assert.Throws<ArgumentNullException>("samples", () => Dataset.FromBytes(null!, [1, 0]));
    }

    /// <summary>A wave is foretold from what came before, in order of time.</summary>
    [Fact]
    public void Fit_OnWindows_Foretells()
    {
        float[] wave = [.. Enumerable.Range(0, 400).Select(t => MathF.Sin(t * 0.3f) + (0.5f * MathF.Sin(t * 0.07f)))];
        var windows = Dataset.Windows(new Samples(wave, 1), wave, length: 12);
        var trainer = new Trainer(new Sequential(new Dense(16), new Tanh(), new Dense(1)), new() { Epochs = 40, BatchSize = 16, Optimizer = new Adam(0.01) });

        trainer.Fit(windows.Take(..300), windows.Take(300..));

        Assert.True(trainer.Model.Evaluate(windows.Take(300..), Metric.R2)[Metric.R2] > 0.98);
    }
}
