namespace ScratchNN.Benchmarks.Tests;

public class InterleavedTests
{
    [Theory]
    [InlineData(new[] { 7.0 }, 7)]
    [InlineData(new[] { 9.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 100, 1, 3 }, 3.5)]
    public void Median_AnyOrder_IsTheMiddle(double[] values, double median) => Assert.Equal(median, Interleaved.Median(values));
}
