namespace ScratchNN;

/// <summary>Some of many rows, for a look at them.</summary>
internal static class RowSample
{
    /// <summary>
    /// One random row of each of <paramref name="count"/> equal stretches, in order: rows at equal distances would all be of one class where classes take
    /// turns.
    /// </summary>
    public static int[] Of(ReadOnlySpan<int> rows, int count, ulong seed)
    {
        int[] sample = new int[Math.Min(count, rows.Length)];
        var random = new RandomStream(seed, RandomStreams.RowSample);
        for (int i = 0; i < sample.Length; i++)
        {
            int first = (int)((long)i * rows.Length / sample.Length), end = (int)((i + 1L) * rows.Length / sample.Length);
            sample[i] = rows[first + random.NextInt32(end - first)];
        }
        return sample;
    }
}
