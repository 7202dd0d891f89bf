namespace ScratchNN.Tests;

/// <summary>Counts what is allocated on a thread once it has warmed up.</summary>
internal static class Allocations
{
    private const int WarmUps = 3, Attempts = 5; // the runtime may allocate once, where it compiles or has emptied the array pool: what is needed is the least

    public static long Of(Action action)
    {
        for (int i = 0; i < WarmUps; i++) action();
        return Least(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>By the steps of a Fit; the ends of its epochs do not count.</summary>
    /// <param name="fit">Trains, and reports to what it is given.</param><param name="warm">Steps until everything was called and the pools are filled.</param>
    /// <param name="steps">All steps, which are checked.</param>
    public static long OfSteps(Action<Callback> fit, int warm, int steps) => Least(() =>
    {
        long sum = 0, before = 0;
        int step = 0;
        bool follows = false;
        fit(new Reporter(progress =>
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            bool isStep = progress.Completed == null;
            if (isStep && ++step > warm && follows) sum += now - before;
            (before, follows) = (GC.GetAllocatedBytesForCurrentThread(), isStep);
        }));
        Assert.Equal(steps, step);
        return sum;
    });

    private static long Least(Func<long> count)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Attempts && least > 0; i++) least = Math.Min(least, count());
        return least;
    }
}
