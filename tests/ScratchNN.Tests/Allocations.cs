namespace ScratchNN.Tests;

/// <summary>Counts what an action allocates on its thread once it has warmed up.</summary>
internal static class Allocations
{
    private const int WarmUps = 3, Attempts = 5; // a collection may empty the array pool between two attempts; what a call needs is the least

    public static long Of(Action action)
    {
        for (int i = 0; i < WarmUps; i++) action();
        long least = long.MaxValue;
        for (int i = 0; i < Attempts; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
