using System.Diagnostics;

namespace ScratchNN;

/// <summary>
/// Finds out, while steps are taken, how many threads take them fastest: half of them, or twice as many, are tried for a few steps now and then. Small steps
/// share more than they compute where cores are far apart or too many. The number of threads changes no bit, so nobody has to know.
/// </summary>
internal sealed class ThreadTuner
{
    private const int StretchSteps = 4;                           // the fastest of them counts
    private const int FewestStretches = 16, MostStretches = 512;  // between trials: twice as many after each that was in vain
    private const double Gain = 0.95;                             // of the time, that is worth a change
    private static readonly long _longStep = Stopwatch.Frequency / 500; // from 2 ms on all threads pay, and trials would cost

    private readonly int _count;
    private int _settled;                  // the number of threads that is best so far
    private int _steps, _stretches;        // of this stretch; until the next trial
    private int _interval = FewestStretches;
    private bool _triesMore;
    private long _fastest = long.MaxValue; // step of this stretch
    private long _pace;                    // of the threads that are settled

    /// <param name="count">The most threads.</param>
    public ThreadTuner(int count) => (_count, _settled, Threads, _stretches) = (count, count, count, FewestStretches);

    /// <summary>How many threads to use next.</summary>
    public int Threads { get; private set; }

    /// <summary>Takes note of a step.</summary>
    /// <param name="ticks">How long it took, in <see cref="Stopwatch"/>'s ticks.</param>
    public void Add(long ticks)
    {
        _fastest = Math.Min(_fastest, ticks);
        if (_count == 1 || ++_steps < StretchSteps) return;
        if (Threads == _settled) Go();
        else Judge();
        (_steps, _fastest) = (0, long.MaxValue);
    }

    /// <summary>Ends a stretch with the usual threads; after enough of them, tries others.</summary>
    private void Go()
    {
        _pace = _fastest;
        if (--_stretches > 0 || _pace > _longStep) return;
        _triesMore = _settled == 1 || (_settled < _count && !_triesMore);
        Threads = _triesMore ? Math.Min(2 * _settled, _count) : _settled / 2;
    }

    /// <summary>Ends a trial.</summary>
    private void Judge()
    {
        bool isFaster = _fastest < Gain * _pace;
        _interval = isFaster ? FewestStretches : Math.Min(2 * _interval, MostStretches);
        if (isFaster) _settled = Threads;
        Threads = _settled;
        _stretches = _interval;
    }
}
