namespace ScratchNN.Tests;

public class StreamsTests
{
    [Fact]
    public void Streams_OfEveryPurposeEpochAndStep_Differ()
    {
        List<ulong> streams = [Streams.Initialization, Streams.ValidationSplit, Streams.RowSample];
        for (int i = 0; i < 1000; i++)
        {
            streams.Add(Streams.Shuffle(i));
            streams.Add(Streams.Layers(i));
        }
        streams.Add(Streams.Shuffle(int.MaxValue));
        streams.Add(Streams.Layers(1L << 50));

        Assert.Equal(streams.Count, streams.Distinct().Count());
    }
}
