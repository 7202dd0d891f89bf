using System.Diagnostics;

namespace ScratchNN;

/// <summary>The threads of a model: started by the first call that needs them. They do not keep this object alive, and end with it.</summary>
/// <param name="threads">How many, the caller's included.</param>
internal sealed class PredictionPool(int threads)
{
    private readonly Lock _start = new();
    private Workers? _workers;
    private long _lastCall;

    ~PredictionPool() => _workers?.Dispose();

    public int Threads => threads;

    /// <summary>Whether the last call began less than a millisecond ago. Then threads are awake, or stay so for the calls to come. Notes this call.</summary>
    public bool IsCalledAgain()
    {
        long now = Stopwatch.GetTimestamp();
        return now - Interlocked.Exchange(ref _lastCall, now) < Stopwatch.Frequency / 1000;
    }

    public Workers Workers
    {
        get
        {
            if (Volatile.Read(ref _workers) is { } workers) return workers;
            lock (_start) return _workers ??= threads == 1 ? Workers.None : new Workers(threads);
        }
    }
}
