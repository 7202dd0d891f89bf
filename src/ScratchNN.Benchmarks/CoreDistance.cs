using System.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>How far apart two cores are: what a small step pays for a second thread.</summary>
/// <remarks>A virtual machine's cores may share a cache in one minute and be on two chips in the next.</remarks>
internal static class CoreDistance
{
    private const int Rounds = 20_000, Line = 32; // ints of two cache lines, which are fetched together

    /// <summary>Nanoseconds in which a cache line goes to another core and comes back; NaN where there is one core.</summary>
    public static double Nanoseconds()
    {
        if (Environment.ProcessorCount == 1) return double.NaN;
        int[] line = new int[3 * Line];
        var answers = new Thread(() =>
        {
            for (int round = 1; round <= Rounds; round++)
            {
                while (Volatile.Read(ref line[Line]) != round) { }
                Volatile.Write(ref line[Line], -round);
            }
        });
        answers.Start();
        Play(line, 1, Rounds / 2); // until the scheduler has found a core for each
        long started = Stopwatch.GetTimestamp();
        Play(line, (Rounds / 2) + 1, Rounds);
        double nanoseconds = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        answers.Join();
        return nanoseconds / (Rounds - (Rounds / 2));
    }

    private static void Play(int[] line, int first, int last)
    {
        for (int round = first; round <= last; round++)
        {
            Volatile.Write(ref line[Line], round);
            while (Volatile.Read(ref line[Line]) != -round) { }
        }
    }
}
