namespace ScratchNN;

/// <summary>A collective of one.</summary>
internal sealed class OneProcess : Collective
{
    public override int Rank => 0;
    public override int Size => 1;

    public override void Sum(ReadOnlySpan<float> parts, Span<float> sum)
    {
        parts[..sum.Length].CopyTo(sum);
        for (int first = sum.Length; first < parts.Length; first += sum.Length)
            for (int i = 0; i < sum.Length; i++) sum[i] += parts[first + i];
    }

    public override void Broadcast(Span<byte> values, int root = 0)
    {
    }

    public override string ToString() => "one process";
}
