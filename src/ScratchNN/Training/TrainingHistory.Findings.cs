namespace ScratchNN;

/// <remarks>The findings: in order, at a glance, and taken back.</remarks>
public sealed partial class TrainingHistory
{
    private const int AtAGlance = 3;

    private readonly List<Finding> _noted = [], _notedBack = []; // as they were reported, in the order of time
    private readonly List<Finding> _findings = [], _takenBack = [];
    private readonly HashSet<Finding> _doubts = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// The findings of the checks, the most likely cause first: causes before symptoms, errors before warnings, and what was wrong from the start before what
    /// came of it. One that <see cref="Finding.FollowsFrom"/> another is listed after it, and none cites one that is not listed.
    /// </summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Findings from when nothing seemed to be learned, which the rest of the Fit disproved. They are not among the <see cref="Findings"/>.</summary>
    public IReadOnlyList<Finding> TakenBack => _takenBack;

    /// <summary>What was found because nothing seems to be learned.</summary>
    internal IEnumerable<Finding> Doubts => _noted.Where(_doubts.Contains);

    /// <summary>Told of each finding that is noted.</summary>
    internal Action<Finding>? Found { get; set; }

    /// <summary>The findings for a summary: at most three, the codes of the others, and what was taken back.</summary>
    private IEnumerable<string> Notes
    {
        get
        {
            foreach (var finding in _findings.Take(AtAGlance)) yield return finding.ToString();
            if (_findings.Count > AtAGlance) yield return $"{_findings.Count - AtAGlance} more in Findings: {Codes(_findings.Skip(AtAGlance))}.";
            if (_takenBack.Count > 0) yield return $"Withdrawn, because the model learned in the end: {Codes(_takenBack)}.";
        }
    }

    /// <summary>Notes a finding in its place, and tells of it, unless it is known already and no less severe: then false.</summary>
    /// <param name="finding">The finding.</param><param name="isDoubt">Whether it was found because nothing seems to be learned.</param>
    internal bool Add(Finding finding, bool isDoubt = false)
    {
        if (!Note(finding)) return false;
        if (isDoubt) _doubts.Add(finding);
        Found?.Invoke(FindingOrder.AsListed(finding, _noted, []));
        return true;
    }

    /// <summary>Notes what was found in a Fit before, of which this one is the continuation; its callbacks have heard of it.</summary>
    internal void Carry(Finding finding)
    {
        if (Note(finding)) _doubts.Add(finding);
    }

    /// <summary>The model has learned: what was found because it seemed not to is no longer true.</summary>
    internal void TakeBackDoubts()
    {
        _notedBack.AddRange(_noted.Where(finding => _doubts.Contains(finding) && finding.Severity > Severity.Info));
        _noted.RemoveAll(_doubts.Contains);
        Arrange();
    }

    private bool Note(Finding finding)
    {
        int known = _noted.FindIndex(other => IsSame(other, finding) && finding.Step != null);
        if (known >= 0 && _noted[known].Severity >= finding.Severity) return false;
        if (known >= 0) _noted.RemoveAt(known);
        _noted.Add(finding);
        Arrange();
        return true;
    }

    /// <summary>Lists again what was noted: a finding that comes later may be the cause of earlier ones.</summary>
    private void Arrange()
    {
        _findings.Clear();
        _findings.AddRange(FindingOrder.Of(_noted, []));
        _takenBack.Clear();
        _takenBack.AddRange(FindingOrder.Of(_notedBack, _findings));
    }

    private static bool IsSame(Finding a, Finding b) => (a.Code, a.Layer, a.Tensor) == (b.Code, b.Layer, b.Tensor);

    private static string Codes(IEnumerable<Finding> findings) => string.Join(", ", findings.Select(finding => finding.Code).Distinct());
}
