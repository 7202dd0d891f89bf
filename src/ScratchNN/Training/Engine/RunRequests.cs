namespace ScratchNN;

/// <summary>What observers have asked of a run, or done to it.</summary>
internal sealed class RunRequests
{
    /// <summary>Whether to end after this step or epoch.</summary>
    public bool Stops { get; set; }

    /// <summary>Whether the weights were restored, so that earlier steps can no longer be replayed.</summary>
    public bool HasRestored { get; set; }
}
