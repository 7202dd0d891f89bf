namespace ScratchNN;

/// <summary>
/// How far learning rates from a thousandth to a thousand times the present one come from the same weights; and further, while the last is the best.
/// </summary>
internal sealed class RateSeries
{
    private const int Powers = 3, MostPowers = 9; // of ten, down and up
    private const double MuchMore = 2, Little = 0.005; // times what the present rate gains; of the loss
    private const int LongRuns = 2; // the best rates, beside the present one and the next higher ones, which may begin slowly
    private const double NotWorse = 1.1; // times the loss before

    private readonly List<RateRun> _runs = [];
    private readonly double _leastGain;

    /// <param name="bench">The weights, and what to train on.</param><param name="leastGain">What a rate must gain at least to be advised, of the loss.</param>
    /// <param name="longer">The steps of a second round of the best rates; 0 for none.</param>
    public RateSeries(in RateBench bench, double leastGain, int longer)
    {
        _leastGain = Math.Max(Little, leastGain);
        Before = bench.Before();
        var present = bench.Try(0, RateTest.Steps);
        _runs.Add(present);
        for (int power = 1; power <= Powers || (power <= MostPowers && IsBest(_runs[^1], _runs[^2])); power++) _runs.Add(bench.Try(power, RateTest.Steps));
        int up = _runs.Count - 1, down = 0;
        for (int power = 1; power <= Powers || (power <= MostPowers && IsBest(_runs[0], _runs[1])); power++, down++)
            _runs.Insert(0, bench.Try(-power, RateTest.Steps));
        Trials = [.. _runs.Select(run => run.Trial)];
        (Steps, Present, Compared) = (RateTest.Steps, present, [.. _runs]);
        if (longer == 0) return;
        int[] powers = [.. Enumerable.Range(-down, down + 1 + up).Where(power => power != 0 && _runs[power + down].IsFinite)];
        var best = new List<int>();
        while (best.Count < Math.Min(LongRuns, powers.Length))
        {
            int next = powers.First(power => !best.Contains(power));
            foreach (int power in powers)
                if (!best.Contains(power) && _runs[power + down].Loss < _runs[next + down].Loss) next = power;
            best.Add(next);
        }
        foreach (int power in powers)
            if (power is > 0 and <= Powers && _runs[power + down].Loss < NotWorse * Before.Loss && !best.Contains(power)) best.Add(power);
        (Steps, Present) = (longer, bench.Try(0, longer));
        var compared = new List<RateRun> { Present };
        foreach (int power in best) compared.Add(bench.Try(power, longer));
        Compared = compared;
    }

    /// <summary>Before any step.</summary>
    public RateRun Before { get; }

    /// <summary>From the lowest rate to the highest, after <see cref="RateTest.Steps"/>.</summary>
    public IReadOnlyList<RateTrial> Trials { get; }

    /// <summary>The steps of <see cref="Present"/> and <see cref="Compared"/>.</summary>
    public int Steps { get; }

    /// <summary>The present rate.</summary>
    public RateRun Present { get; }

    /// <summary>The rates that are compared with it, itself among them.</summary>
    public IReadOnlyList<RateRun> Compared { get; }

    /// <summary>The one that came furthest.</summary>
    public RateRun Best => Compared.Where(run => run.IsFinite).DefaultIfEmpty(Present).MinBy(run => run.Loss)!;

    public double Gain => Before.Loss - Best.Loss;

    /// <summary>Whether the present rate learns something from there.</summary>
    public bool IsMoving => Present.IsFinite && Present.Beats(Before);

    /// <summary>Whether any rate gains more than the present one, by more than noise.</summary>
    public bool HasBetter => Compared.Any(run => run != Present && run.Loss < Before.Loss && run.Beats(Present));

    /// <summary>Whether the best one gains so much more than the present one that it is worth trying.</summary>
    public bool IsWorthTrying => Best != Present && Best.Beats(Before) && Best.Beats(Present) && Gain > _leastGain * Math.Abs(Before.Loss)
        && !(Before.Loss - Present.Loss > Gain / MuchMore);

    private bool IsBest(RateRun last, RateRun next) => last.IsFinite && last.Loss < Before.Loss
        && _runs.All(run => run == last || !run.IsFinite || last.Loss <= run.Loss) && !(last.Loss >= next.Loss);
}
