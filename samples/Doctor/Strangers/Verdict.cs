namespace Doctor;

/// <summary>How good the findings on a stranger's fault are.</summary>
internal enum Verdict
{
    /// <summary>The first finding names the cause, and its advice, obeyed, cures.</summary>
    First,

    /// <summary>The second does, and the first blames nobody.</summary>
    Second,

    /// <summary>The cause stands further down, or its advice does not cure, or a finding points near it.</summary>
    Partly,

    /// <summary>Something else is blamed.</summary>
    Wrong,

    /// <summary>Nothing is said that matters.</summary>
    Silent,
}
