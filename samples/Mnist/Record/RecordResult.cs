namespace Mnist;

/// <summary>What the record gives; <c>--json</c> writes it.</summary>
/// <param name="Recipe">How every run was trained.</param>
/// <param name="Threads">How many each had.</param>
/// <param name="Runs">One per seed.</param>
/// <param name="Canceled">Whether Ctrl+C ended it early.</param>
internal sealed record RecordResult(Recipe Recipe, int Threads, IReadOnlyList<RecordRun> Runs, bool Canceled) : Result(Canceled);
