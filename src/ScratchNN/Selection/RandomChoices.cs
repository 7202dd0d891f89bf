namespace ScratchNN;

/// <summary>Settings drawn at random, in the order in which they are asked for.</summary>
internal sealed class RandomChoices(ulong seed, int trial) : IChoices
{
    private RandomStream _random = new(seed, RandomStreams.Trial(trial));

    public int Index(string name, int count) => _random.NextInt32(count);

    public ulong Bits(string name, string method) => _random.NextUInt32();
}
