namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>The rows of docs/estimator-checks.md that a test covers.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RowAttribute(params int[] rows) : Attribute
{
    public IReadOnlyList<int> Rows => rows;
}
