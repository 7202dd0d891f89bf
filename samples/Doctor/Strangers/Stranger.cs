using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>
/// A fault of somebody else's, from a public report, or of a kind that nobody had seeded here: the findings that are right, those that are wrong, and what
/// happens if the advice is obeyed.
/// </summary>
/// <remarks>Signs and cure are written before a check that sees the fault. Only a cure makes a right word right.</remarks>
/// <param name="Name">The number of the report, and what is wrong.</param>
/// <param name="Kind">Where the cause lies.</param>
/// <param name="Ill">The run with the fault, all random things by a seed.</param>
internal sealed record Stranger(string Name, Kind Kind, Func<ulong, Visit> Ill)
{
    /// <summary>Findings that name the cause, or a remedy that cures it.</summary>
    public required Sign[] Right { get; init; }

    /// <summary>Findings that point near it.</summary>
    public Sign[] Near { get; init; } = [];

    /// <summary>Findings that blame what is not to blame.</summary>
    public Sign[] Wrong { get; init; } = [];

    /// <summary>The run in which the advice of the right finding was obeyed; null where there is nothing to obey, as where x tells nothing of y.</summary>
    public Func<ulong, Finding, Visit>? Obeyed { get; init; }

    /// <summary>The largest share of the score with the fault that the cured run may have.</summary>
    public double Cured { get; init; } = 0.7;

    public Verdict Judge(ulong seed, Visit ill)
    {
        var findings = ill.Findings.ToList();
        int right = findings.FindIndex(finding => Right.Any(sign => sign.Matches(finding)));
        int blamed = findings.FindIndex(finding => !Right.Any(sign => sign.Matches(finding)) && Wrong.Any(sign => sign.Matches(finding)));
        bool isAhead = right is 0 or 1 && !(blamed >= 0 && blamed < right);
        if (isAhead && (Obeyed is not { } obey || obey(seed, findings[right]).Score <= Cured * ill.Score)) return right == 0 ? Verdict.First : Verdict.Second;
        if (right >= 0 || findings.Take(2).Any(finding => Near.Any(sign => sign.Matches(finding)))) return Verdict.Partly;
        return blamed >= 0 || findings.Any(finding => finding.Severity > Severity.Info) ? Verdict.Wrong : Verdict.Silent;
    }
}
