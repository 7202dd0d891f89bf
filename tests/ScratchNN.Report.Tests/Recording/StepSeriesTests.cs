namespace ScratchNN.Report.Tests;

public sealed class StepSeriesTests
{
    [Fact]
    public void Points_OfMoreValuesThanCapacity_AreMeansOfNeighboursInOrder()
    {
        var series = new StepSeries(capacity: 4);
        for (int step = 1; step <= 9; step++) series.Add(step, step);

        Assert.Equal([new(4, 2.5, 1, 4), new(8, 6.5, 5, 8), new(9, 9, 9, 9)], series.Points);
    }

    [Fact]
    public void Points_OfAMillionValues_KeepTheMeanOfAll()
    {
        var series = new StepSeries(240);
        for (int step = 1; step <= 1 << 20; step++) series.Add(step, step);

        Assert.InRange(series.Points.Count, 120, 240);
        Assert.Equal(1 << 20, series.Points[^1].Step);
        Assert.Equal(1, series.Points[0].Low);
    }

    [Fact]
    public void Points_OfNaN_AreGapsOnlyWhereNothingIsFinite()
    {
        var series = new StepSeries(2);
        foreach (double value in (double[])[1, double.NaN, double.NaN, double.NaN]) series.Add(series.Points.Count + 1, value);

        Assert.Equal(1, series.Points[0].Value);
        Assert.True(double.IsNaN(series.Points[1].Value));
    }

    [Fact]
    public void ShareSeries_OfManyLooks_KeepsSharesAndIsShort()
    {
        var shares = new ShareSeries(2);
        for (int look = 1; look <= 1000; look++) shares.Add(10 * look, look <= 512 ? [3, 1] : [0, 4]);

        Assert.InRange(shares.Columns.Count, 32, 64);
        Assert.Equal([0.75, 0.25], shares.Columns[0].Shares);
        Assert.Equal([0, 1], shares.Columns[^1].Shares);
        Assert.Equal(10_000, shares.Columns[^1].To);
    }

    [Fact]
    public void Add_ToAFullSeries_AllocatesNothing()
    {
        var series = new StepSeries();
        for (int step = 0; step < 1000; step++) series.Add(step, step);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 1000; step < 3000; step++) series.Add(step, step);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
