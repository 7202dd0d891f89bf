namespace Mnist;

/// <summary>
/// Ctrl+C in an experiment or the record: the first ends it, and what there is so far is shown; the second ends the program. LiveView does that for the main
/// job.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Of a program that was interrupted, as shells have it: 128 + SIGINT.</summary>
    public const int ExitCode = 130;

    private readonly CancellationTokenSource _source = new(); // not disposed: Ctrl+C may come while this is

    /// <summary>From here on Ctrl+C cancels; before, it ends the program as usual.</summary>
    public CancellationToken Listen()
    {
        Console.CancelKeyPress += OnCancel;
        return _source.Token;
    }

    /// <summary>What Ctrl+C does; false if the program is to end at once.</summary>
    public bool Press()
    {
        if (_source.IsCancellationRequested) return false;
        _source.Cancel();
        return true;
    }

    public void Dispose() => Console.CancelKeyPress -= OnCancel;

    private void OnCancel(object? sender, ConsoleCancelEventArgs arguments) => arguments.Cancel = Press();
}
