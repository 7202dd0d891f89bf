namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>A wrong call, on a trainer of 4 features and 3 outputs or 1.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Throws">The exception that answers it.</param>
/// <param name="Fits">Which cases it can be made on.</param>
/// <param name="Call">The call.</param>
internal sealed record Misuse(string Name, Type Throws, Func<EstimatorCase, bool> Fits, Action<EstimatorCase, Trainer> Call);
