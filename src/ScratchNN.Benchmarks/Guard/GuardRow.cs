namespace ScratchNN.Benchmarks;

/// <summary>One promise of the guard.</summary>
/// <param name="Name">What is measured, and after a colon what its speed is divided by.</param>
/// <param name="Bound">What the value has to keep to.</param>
/// <param name="Measure">Measures, from nothing: it may be called again.</param>
/// <param name="DependsOnMachine">Whether neighbours can change it, as they can every time; what is counted is the same on a busy machine.</param>
internal sealed record GuardRow(string Name, Bound Bound, Func<double> Measure, bool DependsOnMachine = true);
