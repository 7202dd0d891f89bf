namespace ScratchNN;

/// <summary>The threads of a model: started by the first call that needs them. They do not keep this object alive, and end with it.</summary>
/// <param name="threads">How many, the caller's included.</param>
internal sealed class PredictionPool(int threads)
{
    private readonly Lock _start = new();
    private Workers? _workers;

    ~PredictionPool() => _workers?.Dispose();

    public int Threads => threads;

    public Workers Workers
    {
        get
        {
            if (Volatile.Read(ref _workers) is { } workers) return workers;
            lock (_start) return _workers ??= threads == 1 ? Workers.None : new Workers(threads);
        }
    }
}
