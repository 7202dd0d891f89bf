namespace ScratchNN;

/// <summary>How <see cref="Branches"/> makes one output of several.</summary>
public enum Merge
{
    /// <summary>Side by side, along the last axis. The default.</summary>
    Concatenate,

    /// <summary>Their sum.</summary>
    Add,
}
