namespace ScratchNN;

/// <summary>What steps that are too large leave behind.</summary>
internal static class LargeSteps
{
    /// <summary>
    /// Whether a finding may be no more than a trace of them: dead or saturated units, gradients that vanish or explode, layers that no longer move, one answer
    /// to everything.
    /// </summary>
    public static bool Leave(Finding finding) =>
        finding is { Step: not null, Code: "SNN012" or "SNN013" or "SNN014" or "SNN016" } or { Step: not null, Code: "SNN015", Tensor: not "learning rate" };
}
