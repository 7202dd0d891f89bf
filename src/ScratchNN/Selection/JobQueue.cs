using System.Runtime.ExceptionServices;

namespace ScratchNN;

/// <summary>Jobs for several threads. They are made one at a time and in order, whoever takes them; each is done by one thread.</summary>
/// <remarks>
/// If some throw, the exception is that of the first of them in order, for any number of threads: those before it have all begun, and are waited for.
/// </remarks>
/// <param name="make">Makes the job of a number, from 0; null if there are no more.</param>
/// <param name="run">Does a job.</param>
internal sealed class JobQueue<T>(Func<int, T?> make, Action<T> run) where T : class
{
    private readonly Lock _making = new();
    private int _next;
    private bool _isOver;
    private (int Job, ExceptionDispatchInfo Exception)? _failed;

    /// <summary>Does all jobs on that many threads, the caller's included.</summary>
    public void Run(int threads)
    {
        var others = new Thread[threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(Work) { IsBackground = true, Name = $"ScratchNN fit {i + 1}" };
            others[i].Start();
        }
        Work();
        foreach (var thread in others) thread.Join();
        _failed?.Exception.Throw();
    }

    private void Work()
    {
        while (Take() is var (number, job))
            try
            {
                run(job);
            }
            catch (Exception exception)
            {
                Fail(number, exception);
            }
    }

    private (int Number, T Job)? Take()
    {
        lock (_making)
        {
            if (_isOver) return null;
            int number = _next++;
            try
            {
                if (make(number) is { } job) return (number, job);
            }
            catch (Exception exception)
            {
                Fail(number, exception);
            }
            _isOver = true;
            return null;
        }
    }

    private void Fail(int job, Exception exception)
    {
        lock (_making)
        {
            _isOver = true;
            if (_failed is not { } first || job < first.Job) _failed = (job, ExceptionDispatchInfo.Capture(exception));
        }
    }
}
