using System.Diagnostics;
using ScratchNN;

namespace MnistMpi;

/// <summary>Ends training after so many steps, and times those after the first quarter.</summary>
internal sealed class StepClock(int most) : Callback
{
    private readonly List<long> _ticks = [];

    /// <summary>The number of the last step.</summary>
    public long Steps { get; private set; }

    /// <summary>The median of the times between two steps.</summary>
    public double MillisecondsPerStep
    {
        get
        {
            long[] times = [.. _ticks.Skip(_ticks.Count / 4).Zip(_ticks.Skip((_ticks.Count / 4) + 1), (from, to) => to - from).Order()];
            return times.Length == 0 ? 0 : Stopwatch.GetElapsedTime(0, times[times.Length / 2]).TotalMilliseconds;
        }
    }

    public override void OnStepEnd(in CallbackPass pass)
    {
        Steps = pass.Step.Step;
        _ticks.Add(Stopwatch.GetTimestamp());
        if (Steps >= most) pass.Stop();
    }

    public override string ToString() => $"StepClock({most})";
}
