namespace ScratchNN;

/// <summary>The order in which findings are listed: causes before symptoms, and each that follows from another after it.</summary>
internal static class FindingOrder
{
    /// <summary>Findings in order, in which none cites one that is not there.</summary>
    /// <param name="noted">As they were reported, in the order of time.</param>
    /// <param name="others">The findings that may be cited too.</param>
    public static List<Finding> Of(List<Finding> noted, List<Finding> others)
    {
        List<Finding> waiting = [], ordered = [];
        foreach (var finding in noted) // a stable sort: findings of equal rank stay in the order of time
        {
            int place = waiting.Count;
            while (place > 0 && Compare(finding, waiting[place - 1]) < 0) place--;
            waiting.Insert(place, AsListed(finding, noted, others));
        }
        while (waiting.Count > 0)
        {
            int next = 0;
            while (next < waiting.Count && Waits(waiting, next)) next++;
            if (next == waiting.Count) next = 0; // they follow from each other
            ordered.Add(waiting[next]);
            waiting.RemoveAt(next);
        }
        return ordered;
    }

    /// <summary>
    /// A finding that cites its cause if that is listed. What too large steps leave behind follows from the finding that proves them.
    /// </summary>
    /// <param name="finding">One of the noted.</param><param name="noted">Those that are listed.</param><param name="others">Others that may be cited.</param>
    public static Finding AsListed(Finding finding, List<Finding> noted, List<Finding> others)
    {
        if (finding.FollowsFrom is { } cause && (Holds(noted, cause) || Holds(others, cause))) return finding;
        string? largeSteps = null;
        foreach (var other in noted)
            if (other.BlamesLargeSteps && other.Code != finding.Code && LargeSteps.Leave(finding)) largeSteps ??= other.Code;
        return finding.FollowsFrom == largeSteps ? finding : finding with { FollowsFrom = largeSteps };
    }

    /// <summary>Whether a cause of it is not listed yet.</summary>
    private static bool Waits(List<Finding> waiting, int at)
    {
        for (int i = 0; i < waiting.Count; i++)
            if (i != at && waiting[i].Code == waiting[at].FollowsFrom) return true;
        return false;
    }

    private static bool Holds(List<Finding> findings, string code)
    {
        foreach (var finding in findings)
            if (finding.Code == code) return true;
        return false;
    }

    /// <summary>Notes worth knowing last; then causes before symptoms, then by severity, then by code: the codes go from causes to symptoms, too.</summary>
    private static int Compare(Finding a, Finding b)
    {
        int order = (b.Severity > Severity.Info).CompareTo(a.Severity > Severity.Info);
        if (order == 0) order = IsSymptom(a).CompareTo(IsSymptom(b));
        if (order == 0) order = (int)b.Severity - (int)a.Severity;
        if (order == 0) order = string.CompareOrdinal(a.Code, b.Code);
        return order != 0 ? order : b.BlamesLargeSteps.CompareTo(a.BlamesLargeSteps);
    }

    /// <summary>That one class is the answer to everything has a cause.</summary>
    private static bool IsSymptom(Finding finding) => finding.Code is "SNN012";
}
