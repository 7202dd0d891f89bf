using System.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>Compares two actions in time on a machine that is never quite quiet.</summary>
internal static class Interleaved
{
    private const int Repeats = 7, TurnsPerRepeat = 5;
    private const double WarmUpSeconds = 0.3;   // the runtime recompiles in the background after 0.1 s without new methods
    private const double SecondsPerTurn = 0.002;
    private const double SecondsToWake = 0.02;  // the scheduler takes some ticks to give each thread a core of its own

    /// <summary>
    /// How many times as long as <paramref name="ours"/> the other takes. They take turns, so that noise hits both; of a repeat the
    /// best turn of each counts, of the repeats the median.
    /// </summary>
    /// <param name="ours">A call of ours.</param><param name="other">A call of the other.</param>
    /// <param name="rest">Before each turn, where both have threads: those of the other wait for more work in a loop, and would take a core from this one. A
    /// turn then begins with calls that do not count, for 20 ms at least.</param>
    public static double Ratio(Action ours, Action other, TimeSpan rest = default) => Compare(ours, other, rest).Ratio;

    /// <summary>As <see cref="Ratio"/>, with the time of our call: the best of all turns.</summary>
    /// <inheritdoc cref="Ratio"/>
    public static (double Ratio, double OurSeconds) Compare(Action ours, Action other, TimeSpan rest)
    {
        int ourCalls = CallsPerTurn(ours), otherCalls = CallsPerTurn(other);
        double[] ratios = new double[Repeats];
        double best = double.PositiveInfinity;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            double ourBest = double.PositiveInfinity, otherBest = double.PositiveInfinity;
            for (int turn = 0; turn < TurnsPerRepeat; turn++)
            {
                ourBest = Math.Min(ourBest, SecondsPerCall(ours, ourCalls, rest));
                otherBest = Math.Min(otherBest, SecondsPerCall(other, otherCalls, rest));
            }
            ratios[repeat] = otherBest / ourBest;
            best = Math.Min(best, ourBest);
        }
        return (Median(ratios), best);
    }

    /// <summary>The value in the middle, or the mean of the two there.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Warms up, and counts.</summary>
    private static int CallsPerTurn(Action action)
    {
        int calls = 0;
        long begin = Stopwatch.GetTimestamp();
        double seconds;
        do
        {
            action();
            calls++;
            seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        }
        while (seconds < WarmUpSeconds);
        return Math.Max(1, (int)(calls * SecondsPerTurn / seconds));
    }

    private static double SecondsPerCall(Action action, int calls, TimeSpan rest)
    {
        if (rest > TimeSpan.Zero)
        {
            Thread.Sleep(rest);
            for (long woken = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(woken).TotalSeconds < SecondsToWake;) action();
        }
        long begin = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++) action();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds / calls;
    }
}
