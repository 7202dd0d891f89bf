namespace ScratchNN.Benchmarks;

/// <summary>What two libraries train in turns: a network with one hidden layer.</summary>
internal sealed record PeerSetting(int Hidden, int BatchSize, int Threads)
{
    public override string ToString() => $"784-{Hidden}-10, batch {BatchSize}, {Threads} {(Threads == 1 ? "thread" : "threads")}";
}
