namespace Mnist;

/// <summary>What an experiment gives; <c>--json</c> writes it.</summary>
/// <param name="FirstNonFiniteIteration">The first iteration whose softmax gave NaN, counted from 0; null if none did.</param>
/// <param name="Trace">The looks.</param>
/// <param name="Seconds">Training alone, without the looks.</param>
/// <param name="Iterations">How many were taken.</param>
/// <param name="Canceled">Whether Ctrl+C ended it early.</param>
internal sealed record ExperimentResult(
    int? FirstNonFiniteIteration, IReadOnlyList<Look> Trace, double Seconds, int Iterations, bool Canceled)
    : Result(Canceled);
