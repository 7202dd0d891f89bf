namespace ScratchNN.Reporting;

/// <summary>
/// Writes event files for TensorBoard (<c>tensorboard --logdir runs</c>): the curves of losses, accuracies, metrics and learning rates over the steps.
/// </summary>
/// <remarks>
/// <code>
/// loss/training, loss/validation, accuracy/training, …, METRIC/training, METRIC/validation, learning rate/epoch      after each epoch
/// loss/step, accuracy/step, learning rate/step                                                      after every EverySteps-th step, of its batch
/// </code>
/// <para>Each Fit writes a file of its own, and begins it with the start of a session, by which TensorBoard drops the points that other files of the folder
/// have after the step where the Fit begins: after a Resume the curves go on from the checkpoint. A new training in the same folder so takes the place of the
/// old one; give each run a folder to compare them.</para>
/// <para>It only looks. Values are there for readers when their step or epoch ends; steps that write none allocate nothing. TensorBoard shows single
/// precision.</para>
/// </remarks>
/// <param name="folder">Where the files go, such as runs/1; it is created if it does not exist.</param>
/// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
public sealed class TensorBoardLog(string folder) : Callback
{
    private readonly FitMemory<EventFile> _files = new();

    /// <summary>Where the files go.</summary>
    public string Folder { get; } = RequireName(folder);

    /// <summary>
    /// The steps from one point of the curves over steps to the next, at least 1: they are written for numbers that are a multiple of it. Default 50.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int EverySteps { get; init => field = Guard.AtLeast(1, value, nameof(EverySteps)); } = 50;

    /// <summary>Makes the file.</summary>
    /// <inheritdoc/>
    /// <exception cref="IOException">It cannot be written.</exception>
    public override void OnFitBegin(in CallbackPass pass)
    {
        _files.Begin(this, pass, (in CallbackPass _) => EventFile.In(Folder));
        var file = _files.Of(pass);
        file.AddStart(pass.Step.Step + 1);
        file.Flush();
    }

    /// <inheritdoc/>
    public override void OnStepEnd(in CallbackPass pass)
    {
        var step = pass.Step;
        if (step.Step % EverySteps != 0) return;
        var file = _files.Of(pass);
        file.AddScalar("loss/step", step.Loss, step.Step);
        if (step.Accuracy is { } accuracy) file.AddScalar("accuracy/step", accuracy, step.Step);
        file.AddScalar("learning rate/step", step.LearningRate, step.Step);
        file.Flush();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(in CallbackPass pass)
    {
        var file = _files.Of(pass);
        Add(file, pass.Epoch.Training, "/training", pass.Step.Step);
        if (pass.Epoch.Validation is { } validation) Add(file, validation, "/validation", pass.Step.Step);
        file.AddScalar("learning rate/epoch", pass.Epoch.LearningRate, pass.Step.Step);
        file.Flush();
    }

    /// <inheritdoc/>
    public override void OnFitEnd(in CallbackPass pass, TrainingHistory history) => _files.End(pass)?.Dispose();

    /// <summary>Its settings, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"TensorBoardLog({Folder}, every {EverySteps} steps)");

    private static void Add(EventFile file, Evaluation evaluation, string of, long step)
    {
        file.AddScalar("loss" + of, evaluation.Loss, step);
        if (evaluation.Accuracy is { } accuracy) file.AddScalar(Metric.Accuracy.Name + of, accuracy, step);
        foreach (var (metric, value) in evaluation.Metrics)
            if (metric != Metric.Accuracy.Name) file.AddScalar(metric + of, value, step);
    }

    private static string RequireName(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return folder;
    }
}
