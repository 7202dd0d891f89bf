using System.Diagnostics;
using ScratchNN.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>What the checks before the first step take, one by one and all together.</summary>
/// <remarks>
/// Fits with all checks and with none take turns, each with a new model and until its first step. Of each number the least of all turns counts.
/// </remarks>
internal sealed class StartCost
{
    private const int Turns = 7;

    private readonly StartCase _case;
    private readonly double[] _each;

    private StartCost(StartCase start)
    {
        _case = start;
        _each = new double[Checks.Count];
        Array.Fill(_each, double.PositiveInfinity);
    }

    /// <summary>Those that are asked before the first step.</summary>
    public static IReadOnlyList<Check> Checks { get; } = [.. Check.All.Where(check => check.Moment == CheckMoment.TrainingStart)];

    /// <summary>Milliseconds of each check.</summary>
    public ReadOnlySpan<double> Each => _each;

    /// <summary>Milliseconds until the first step is done, with all checks, less those without any.</summary>
    public double All { get; private set; }

    /// <summary>What the checks share: a summary of the data, and a probe.</summary>
    public double Shared => All - _each.Sum();

    public static StartCost Of(StartCase start)
    {
        var cost = new StartCost(start);
        double all = double.PositiveInfinity, none = double.PositiveInfinity;
        for (int turn = 0; turn < Turns; turn++)
        {
            all = Math.Min(all, cost.Milliseconds(Check.All));
            none = Math.Min(none, cost.Milliseconds([]));
            cost.AskEach();
        }
        cost.All = all - none;
        return cost;
    }

    private void AskEach()
    {
        var clock = new CheckClock();
        Milliseconds([clock, .. Checks.SelectMany(check => (Check[])[check, clock])]);
        for (int i = 0; i < _each.Length; i++) _each[i] = Math.Min(_each[i], Stopwatch.GetElapsedTime(clock.Times[i], clock.Times[i + 1]).TotalMilliseconds);
    }

    private double Milliseconds(IReadOnlyList<Check> checks)
    {
        GC.Collect();
        var model = _case.Model();
        var first = new FirstStep();
        new Trainer(model, new TrainerOptions { Checks = checks, Callbacks = [first] }).Fit(_case.X, _case.Labels);
        return first.Milliseconds;
    }
}
