namespace ScratchNN;

/// <summary>What one rank has to tell all others with a step.</summary>
[Flags]
internal enum Signals
{
    None = 0,

    /// <summary>A callback asks to end early.</summary>
    Stop = 1,

    /// <summary>A callback or a token asks to cancel.</summary>
    Cancel = 2,

    /// <summary>A callback restored weights.</summary>
    Restored = 4,

    /// <summary>Something threw: the step counts for nobody.</summary>
    Failed = 8,
}
