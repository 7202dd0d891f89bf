namespace ScratchNN;

/// <summary>A Fit, as its callbacks see it.</summary>
internal interface ICallbackHost
{
    Trainer Trainer { get; }
    StepResult Step { get; }

    bool IsResumed { get; }
    ReadOnlySpan<EpochResult> Epochs { get; }
    TimeSpan Elapsed { get; }

    /// <summary>The rows to train on.</summary>
    IDataset Data { get; }

    /// <summary>The rows to validate on.</summary>
    IDataset? Validation { get; }

    /// <summary>The memory of a callback, by its index in the list.</summary>
    Span<float> State(int callback);

    void Stop();

    void Cancel();

    void Keep(int callback);

    void Restore(int callback);
}
