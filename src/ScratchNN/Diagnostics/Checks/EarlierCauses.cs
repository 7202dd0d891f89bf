namespace ScratchNN;

/// <summary>What was wrong before the first step: what is seen later follows from it, as a rule.</summary>
internal static class EarlierCauses
{
    /// <summary>A sentence that names them, and a space; empty where there were none.</summary>
    public static string Sentence(in CheckPass pass)
    {
        string[] codes = Codes(pass);
        return codes.Length == 0 ? "" : $"The most likely cause is {string.Join(", then ", codes)}: begin there. ";
    }

    /// <summary>The code of the first of them; null where there were none.</summary>
    public static string? First(in CheckPass pass) => Codes(pass) is [var first, ..] ? first : null;

    private static string[] Codes(in CheckPass pass) =>
        [.. pass.Findings.Where(finding => finding.Step == null && finding.Severity > Severity.Info && finding.Tensor != "y").Select(finding => finding.Code)
            .Distinct().Take(2)];
}
