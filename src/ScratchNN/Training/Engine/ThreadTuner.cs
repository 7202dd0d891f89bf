using System.Diagnostics;

namespace ScratchNN;

/// <summary>
/// Finds out, while steps are taken, how many threads take them fastest: half of them, or twice as many, are tried for a few steps now and then. Small steps
/// share more than they compute where cores are far apart or too many. The number of threads changes no bit, so nobody has to know.
/// </summary>
/// <remarks>
/// Steps become faster by themselves while the runtime compiles, so a number that looks faster is compared once more with the settled one, afterwards.
/// More threads get time to wake and to be given cores of their own before they count as slow.
/// </remarks>
internal sealed class ThreadTuner
{
    private const int StretchSteps = 4;                           // the fastest of them counts
    private const int FewestStretches = 16, MostStretches = 512;  // between trials: twice as many after each that was in vain
    private const int VainShare = 25;                             // of the time, one part in so many goes to trials in vain
    private const double Gain = 0.95;                             // of the time, that is worth a change
    private static readonly long _longStep = Stopwatch.Frequency / 500; // from 2 ms on all threads pay, and trials would cost
    private static readonly long _waking = Stopwatch.Frequency / 25;    // 40 ms: the scheduler moves threads at its ticks

    private readonly int _count;
    private int _settled;                  // the number of threads that is best so far
    private int _candidate;                // the number that looked faster, 0 if none
    private int _steps, _stretches;        // of this stretch; until the next trial
    private int _interval = FewestStretches;
    private bool _triesMore;
    private long _fastest = long.MaxValue; // step of this stretch
    private long _pace, _trialPace;        // of the threads that are settled; of the candidate
    private long _trialTicks;              // of this trial
    private int _trialStretches;

    /// <param name="count">The most threads.</param>
    public ThreadTuner(int count) => (_count, _settled, Threads, _stretches) = (count, count, count, FewestStretches);

    /// <summary>How many threads to use next.</summary>
    public int Threads { get; private set; }

    /// <summary>Takes note of a step.</summary>
    /// <param name="ticks">How long it took, in <see cref="Stopwatch"/>'s ticks.</param>
    public void Add(long ticks)
    {
        _fastest = Math.Min(_fastest, ticks);
        _trialTicks += ticks;
        if (_count == 1 || ++_steps < StretchSteps) return;
        if (Threads != _settled) Try();
        else if (_candidate > 0) Judge();
        else Go();
        (_steps, _fastest) = (0, long.MaxValue);
    }

    /// <summary>Ends a stretch with the usual threads; after enough of them, tries others.</summary>
    private void Go()
    {
        _pace = _fastest;
        if (--_stretches > 0 || _pace > _longStep) return;
        _triesMore = _settled == 1 || (_settled < _count && !_triesMore);
        Threads = _triesMore ? Math.Min(2 * _settled, _count) : _settled / 2;
        (_trialTicks, _trialStretches) = (0, 0);
    }

    /// <summary>Ends a stretch with other threads, and the trial, unless more threads may still be about to wake.</summary>
    private void Try()
    {
        _trialStretches++;
        bool isFaster = _fastest < Gain * _pace;
        if (!isFaster && _triesMore && _trialTicks < _waking) return;
        (_candidate, _trialPace) = (isFaster ? Threads : 0, _fastest);
        Threads = _settled;
        if (!isFaster) Wait();
    }

    /// <summary>Ends the stretch with the usual threads after a trial that looked faster.</summary>
    private void Judge()
    {
        if (_trialPace < Gain * _fastest)
        {
            (_settled, Threads) = (_candidate, _candidate);
            _stretches = _interval = FewestStretches;
            _triesMore = !_triesMore; // on in this direction
        }
        else Wait();
        _candidate = 0;
    }

    /// <summary>After a trial in vain.</summary>
    private void Wait()
    {
        _interval = Math.Min(2 * _interval, MostStretches);
        _stretches = Math.Max(_interval, VainShare * _trialStretches);
    }
}
