namespace ScratchNN.Diagnostics;

/// <summary>How much a <see cref="Finding"/> matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Info,

    /// <summary>Training is likely to be slow, to stop early or to break.</summary>
    Warning,

    /// <summary>Training is wrong or broken. Found before the first step, it ends the Fit as <see cref="WhenBroken"/> says.</summary>
    Error,
}
