namespace Doctor;

/// <summary>How many runs of a suite got which verdict.</summary>
internal sealed class Tally
{
    private readonly int[] _counts = new int[Enum.GetValues<Verdict>().Length];

    public int this[Verdict verdict] => _counts[(int)verdict];

    /// <summary>All runs: faults × seeds.</summary>
    public int Cases => _counts.Sum();

    /// <summary>Those whose right finding came first or second.</summary>
    public int Right => this[Verdict.First] + this[Verdict.Second];

    public double RightShare => Cases == 0 ? 1 : (double)Right / Cases;

    public void Add(Verdict verdict) => _counts[(int)verdict]++;

    public void Add(Tally other)
    {
        for (int i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
    }
}
