namespace ScratchNN;

/// <summary>
/// Saves a checkpoint every epoch, or every given number of steps, and keeps the last few: a Fit that was killed continues from the latest one, bit for bit.
/// </summary>
/// <remarks>
/// <code>
/// var options = new TrainerOptions { Epochs = 50, Callbacks = [new Checkpoints("run") { EverySteps = 500 }] };
/// var trainer = Checkpoints.Latest("run") is { } path ? Trainer.Resume(path, options) : new Trainer(model, options);
/// trainer.Fit(x, y); // what is left of the 50 epochs
/// </code>
/// <para>Files are called <c>epoch-000012-step-0000001200.safetensors</c>. Each is complete before it gets its name, and only then is the oldest deleted: if
/// the disk is full, the earlier ones are intact. A canceled Fit is saved too. The callback only watches: the result is the same without it, and a resumed Fit
/// may have it with other settings or not at all.</para>
/// <para>A folder is for one training. Other files in it stay. A new training cannot start in a folder with checkpoints of another one: that is refused before
/// the first step.</para>
/// </remarks>
/// <param name="folder">The folder for the files; it is created if it does not exist.</param>
/// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
public sealed partial class Checkpoints(string folder) : Callback
{
    /// <summary>Where the files go.</summary>
    public string Folder { get; } = RequireName(folder);

    /// <summary>Saves after each step whose number is a multiple of this, at least 1. Default null: after each epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? EverySteps { get; init => field = value is { } steps ? Guard.AtLeast(1, steps, nameof(EverySteps)) : null; }

    /// <summary>How many files stay, at least 1; older ones are deleted. Default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Keep { get; init => field = Guard.AtLeast(1, value, nameof(Keep)); } = 3;

    /// <summary>Makes the folder.</summary>
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The folder has checkpoints of epochs that this training has yet to begin: those of another one.</exception>
    public override void OnFitBegin(in CallbackPass pass)
    {
        Directory.CreateDirectory(Folder);
        if (!pass.IsResumed && CheckpointName.In(Folder) is [var latest, ..] && latest.Epoch > pass.Step.Epoch)
            throw new InvalidOperationException(
                FormattableString.Invariant($"{Folder} has a checkpoint of epoch {latest.Epoch}, and this training begins after epoch {pass.Step.Epoch}. ")
                + "To continue it, pass Checkpoints.Latest to Trainer.Resume; to begin a new one, use another folder.");
    }

    /// <inheritdoc/>
    public override void OnStepEnd(in CallbackPass pass)
    {
        if (EverySteps is { } steps && pass.Step.Step % steps == 0) Save(pass);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(in CallbackPass pass)
    {
        if (EverySteps == null) Save(pass);
    }

    /// <inheritdoc/>
    public override void OnFitEnd(in CallbackPass pass, TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.StopReason == StopReason.Canceled) Save(pass);
    }

    private void Save(in CallbackPass pass)
    {
        var name = new CheckpointName(pass.Step.Epoch, pass.Step.Step);
        try
        {
            Directory.CreateDirectory(Folder);
            pass.Trainer.Save(Path.Combine(Folder, name.ToString()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The checkpoint {name} could not be written to {Folder}: {exception.Message} Earlier checkpoints are intact; "
                + "free some space, and resume the latest.", exception);
        }
        foreach (var old in CheckpointName.In(Folder).Where(other => other.CompareTo(name) <= 0).Skip(Keep)) Delete(old);
    }

    /// <summary>Deletes a file; one that cannot go now, because somebody reads it, goes after a later save.</summary>
    private void Delete(CheckpointName name)
    {
        try
        {
            File.Delete(Path.Combine(Folder, name.ToString()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Its settings, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"Checkpoints({Folder}, every {(EverySteps is { } steps ? $"{steps} steps" : "epoch")}, keeps {Keep})");

    private static string RequireName(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return folder;
    }
}
