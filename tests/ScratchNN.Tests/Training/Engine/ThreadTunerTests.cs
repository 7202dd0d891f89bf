using System.Diagnostics;

namespace ScratchNN.Tests;

public class ThreadTunerTests
{
    private static readonly long _microsecond = Stopwatch.Frequency / 1_000_000;

    [Theory]
    [InlineData(1, 1), InlineData(2, 2), InlineData(2, 1), InlineData(16, 16), InlineData(16, 4), InlineData(16, 1), InlineData(12, 3), InlineData(7, 3)]
    public void Add_OneNumberIsFastest_SettlesThere(int count, int best)
    {
        var pace = new ThreadTuner(count);

        Run(pace, 4000, threads => 100 * Math.Max(threads, best) / Math.Min(threads, best));

        Assert.Equal(best, pace.Threads);
    }

    [Fact]
    public void Add_MachineChanges_FollowsWithinSomeThousandSteps()
    {
        var pace = new ThreadTuner(2);
        foreach (int best in (int[])[2, 1, 2, 1])
        {
            Run(pace, 5000, threads => threads == best ? 100 : 150);
            Assert.Equal(best, pace.Threads);
        }
    }

    [Fact]
    public void Add_AllThreadsAreFastest_CostsOneInAHundredOfTheTime()
    {
        double time = Run(new ThreadTuner(16), 20_000, threads => 1600 / threads);
        Assert.InRange(time, 20_000 * 100, 20_000 * 101);
    }

    /// <summary>A thread that begins, or was asleep, waits for a core of its own: the first steps with it are slow.</summary>
    [Fact]
    public void Add_ThreadsThatTakeTimeToWake_AreUsed()
    {
        var pace = new ThreadTuner(2);
        int awake = 0;
        Run(pace, 4000, threads =>
        {
            awake = threads == 2 ? awake + 1 : 0;
            return threads == 1 ? 100 : awake < 90 ? 150 : 60;
        });
        Assert.Equal(2, pace.Threads);
    }

    /// <summary>The runtime compiles what runs often: each step is a little faster than the one before, whatever its threads.</summary>
    [Fact]
    public void Add_StepsThatBecomeFaster_AreNoReasonForFewerThreads()
    {
        var pace = new ThreadTuner(2);
        int step = 0;
        bool settledOnOne = false;
        for (int run = 0, alone = 0; run < 400; run++)
        {
            alone = pace.Threads == 1 ? alone + 1 : 0;
            settledOnOne |= alone > 4;
            step++;
            pace.Add((long)((pace.Threads == 2 ? 100 : 110) * 20 * Math.Exp(-0.04 * step) * _microsecond) + (50 * _microsecond));
        }
        Assert.False(settledOnOne);
    }

    [Theory]
    [InlineData(1_999, true), InlineData(2_001, false)]
    public void Add_LongSteps_NeverTriesFewer(int microseconds, bool expected)
    {
        var pace = new ThreadTuner(2);
        bool triesFewer = false;
        Run(pace, 1000, threads =>
        {
            triesFewer |= threads < 2;
            return microseconds;
        });
        Assert.Equal(expected, triesFewer);
    }

    [Fact]
    public void Add_EqualOrHardlyFaster_Stays()
    {
        var pace = new ThreadTuner(2);
        Run(pace, 3000, threads => threads == 2 ? 100 : 96);
        Assert.Equal(2, pace.Threads);
    }

    [Fact]
    public void Add_OneSlowStepOfFour_IsNoReason()
    {
        var pace = new ThreadTuner(2);
        int step = 0;
        Run(pace, 3000, threads => step++ % 4 == 1 ? 1000 : threads == 2 ? 100 : 150);
        Assert.Equal(2, pace.Threads);
    }

    /// <summary>Takes steps as long as the machine says; returns how long all took. Ends between trials.</summary>
    private static double Run(ThreadTuner pace, int steps, Func<int, int> microseconds)
    {
        double time = 0;
        int last = pace.Threads, since = 0;
        for (int step = 0; step < steps || since < 8; step++)
        {
            int taken = microseconds(pace.Threads);
            time += taken;
            pace.Add(taken * _microsecond);
            since = pace.Threads == last ? since + 1 : 0;
            last = pace.Threads;
        }
        return time;
    }
}
