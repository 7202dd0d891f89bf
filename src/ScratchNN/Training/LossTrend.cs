namespace ScratchNN;

/// <summary>The looks of one Fit, and whether they tell of learning.</summary>
/// <param name="learned">A loss that only who has learned something reaches, <see cref="Learned"/> of what it costs to know nothing; NaN if that is not
/// known.</param>
/// <param name="nothing">What it costs to know nothing; NaN if that is not known.</param>
/// <param name="firstLoss">Of the first epoch of all, if there was one in an earlier Fit: this one begins where that ended.</param>
internal sealed class LossTrend(double learned, double nothing, double? firstLoss)
{
    private const int KeptLooks = 64;
    private const double LeastFall = 0.005; // of the loss before
    private const int StepsAbove = 1000; // so long a loss may be above what it costs to know nothing, and fall little
    private const double FallAbove = 0.1;

    /// <summary>So long it may look as if nothing were learned.</summary>
    public const int StepsInDoubt = 200;

    /// <summary>The share of what it costs to know nothing.</summary>
    public const double Learned = 0.9;

    private readonly StepSummary[] _looks = new StepSummary[KeptLooks];
    private int _count;
    private double _firstLoss = firstLoss ?? double.NaN;

    /// <summary>The newest last.</summary>
    public ReadOnlySpan<StepSummary> Steps => _looks.AsSpan(0, _count);

    public bool IsLearning { get; private set; } = true;

    /// <summary>Whether the last looks are below what only who has learned something reaches.</summary>
    public bool HasLearned => _count > 0 && Mean(Steps[^Math.Max(1, _count / 4)..]) < Reached;

    private double Reached => double.IsNaN(learned) ? Learned * _firstLoss : learned;

    /// <param name="look">What was seen.</param><param name="stepsDone">Of this Fit.</param>
    /// <param name="isEarly">Whether it gets the benefit of the doubt in any case.</param>
    public void Add(StepSummary look, int stepsDone, bool isEarly)
    {
        if (_count == KeptLooks) _looks.AsSpan(1).CopyTo(_looks);
        else _count++;
        _looks[_count - 1] = look;
        if (double.IsNaN(_firstLoss)) _firstLoss = look.Loss;
        if (stepsDone < StepsInDoubt || isEarly) return;

        int quarter = _count / 4;
        double now = Mean(Steps[^quarter..]), then = Mean(Steps[..quarter]);
        double noise = 2 * StandardError(Steps[^quarter..], now);
        double leastFall = stepsDone > StepsAbove && now > nothing ? FallAbove : LeastFall;
        IsLearning = now < then - Math.Max(leastFall * then, noise) || now < Reached;
    }

    /// <summary>Training broke and continues: whether it learns is unknown.</summary>
    public void GiveUp() => IsLearning = true;

    /// <summary>The mean loss of some looks.</summary>
    public static double Mean(ReadOnlySpan<StepSummary> looks)
    {
        double sum = 0;
        foreach (var look in looks) sum += look.Loss;
        return sum / looks.Length;
    }

    private static double StandardError(ReadOnlySpan<StepSummary> looks, double mean)
    {
        double squares = 0;
        foreach (var look in looks) squares += (look.Loss - mean) * (look.Loss - mean);
        return Math.Sqrt(squares) / looks.Length;
    }
}
