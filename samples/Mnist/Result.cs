namespace Mnist;

/// <summary>What a command gives; <c>--json</c> writes it.</summary>
/// <param name="Canceled">Whether Ctrl+C ended it early: then it holds what there was by then.</param>
internal abstract record Result(bool Canceled);
