namespace ScratchNN;

/// <summary>Fits side by side.</summary>
internal static class FitThreads
{
    /// <summary>How many at once.</summary>
    /// <param name="threads">What the user asks for, 1 to 1024; null for one per core.</param>
    public static int Of(int? threads) => threads is { } wanted ? Guard.Between(1, 1024, wanted, nameof(threads))
        : Math.Clamp(Environment.ProcessorCount, 1, 1024);
}
