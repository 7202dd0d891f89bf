namespace ScratchNN.Tests;

public class RandomStreamsTests
{
    [Fact]
    public void Streams_OfEveryPurposeEpochAndStep_Differ()
    {
        List<ulong> streams = [RandomStreams.Initialization, RandomStreams.ValidationSplit, RandomStreams.RowSample, RandomStreams.Folds];
        for (int i = 0; i < 1000; i++)
        {
            streams.Add(RandomStreams.Shuffle(i));
            streams.Add(RandomStreams.Layers(i));
            streams.Add(RandomStreams.Trial(i));
            streams.Add(RandomStreams.Permutation(i, 0));
            streams.Add(RandomStreams.Permutation(0, i + 1));
        }
        streams.Add(RandomStreams.Shuffle(int.MaxValue));
        streams.Add(RandomStreams.Layers(1L << 50));
        streams.Add(RandomStreams.Permutation(int.MaxValue, 999_999));

        Assert.Equal(streams.Count, streams.Distinct().Count());
    }
}
