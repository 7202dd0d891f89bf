namespace Mnist;

/// <summary>What the record gives; <c>--json</c> writes it.</summary>
/// <param name="Recipe">How every run was trained.</param>
/// <param name="Threads">How many each had.</param>
/// <param name="HeldOut">Whether they were tested on the last sixth of the training images and trained without them.</param>
/// <param name="Runs">One per seed.</param>
/// <param name="Canceled">Whether Ctrl+C ended it early.</param>
internal sealed record RecordResult(Recipe Recipe, int Threads, bool HeldOut, IReadOnlyList<RecordRun> Runs, bool Canceled) : Result(Canceled);
