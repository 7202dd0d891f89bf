using System.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>Ends a Fit after its first step, and knows how long that took.</summary>
internal sealed class FirstStep : Callback
{
    private readonly long _began = Stopwatch.GetTimestamp();

    public double Milliseconds { get; private set; }

    public override void OnStepEnd(in CallbackPass pass)
    {
        Milliseconds = Stopwatch.GetElapsedTime(_began).TotalMilliseconds;
        pass.Cancel();
    }
}
