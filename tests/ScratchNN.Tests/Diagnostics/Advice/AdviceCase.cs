namespace ScratchNN.Tests;

/// <summary>A fault, the advice that it is given, and the same run after that was obeyed.</summary>
/// <param name="Code">The code of the finding.</param>
/// <param name="Advice">A part of its advice that no other finding has.</param>
/// <param name="Ill">The run with the fault.</param>
/// <param name="Well">The run in which the advice was obeyed.</param>
internal sealed record AdviceCase(string Code, string Advice, Func<Outcome> Ill, Func<Outcome> Well)
{
    /// <summary>
    /// The largest share of the ill score that may be left. Above 1 the advice only takes away what tells nothing, and nothing may get worse.
    /// </summary>
    public double Cured { get; init; } = 0.8;

    public bool IsGiven(Finding finding) => finding.Code == Code && finding.Advice.Contains(Advice, StringComparison.Ordinal);
}
