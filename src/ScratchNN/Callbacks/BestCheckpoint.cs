namespace ScratchNN;

/// <summary>
/// Saves the model after each epoch that is the best of the Fit so far, by the validation data if there is any. The file is replaced as a whole.
/// </summary>
/// <param name="path">The file, as in <see cref="Model.Save(string)"/>.</param>
public sealed class BestCheckpoint(string path) : Callback
{
    /// <summary>The file.</summary>
    public string Path { get; } = RequireName(path);

    /// <summary>The loss or metric that decides. Default <see cref="Goal.Loss"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Goal Monitor { get; init => field = value ?? throw new ArgumentNullException(nameof(Monitor)); } = Goal.Loss;

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics => Monitor.Metrics;

    /// <inheritdoc/>
    public override void OnEpochEnd(in CallbackPass pass)
    {
        if (Monitor.IndexOfBest(pass.Epochs) == pass.Epochs.Length - 1) pass.Model.Save(Path);
    }

    /// <summary>Its settings, in one line.</summary>
    public override string ToString() => $"BestCheckpoint({Path}, monitor {Monitor})";

    private static string RequireName(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path;
    }
}
