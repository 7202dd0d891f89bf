using System.Diagnostics;
using ScratchNN.Diagnostics;

namespace ScratchNN.Benchmarks;

/// <summary>Stands between the checks of the start of a Fit, and notes when it is asked.</summary>
internal sealed class CheckClock() : Check("CLOCK", CheckMoment.TrainingStart)
{
    public List<long> Times { get; } = [];

    public override void Examine(in CheckPass pass) => Times.Add(Stopwatch.GetTimestamp());
}
