namespace ScratchNN;

public sealed partial class Trainer
{
    /// <summary>
    /// Examines model, loss, optimizer and data on clones: the checks before training, every layer's gradient (SNN006), whether 16 samples can be learned
    /// by heart (SNN008), whether the input matters (SNN009), and learning rates from a thousandth to a thousand times the present one,
    /// and further while the last is the best. Takes some 1500 steps. Model, trainer and data stay as they are; <see cref="TrainerOptions.OnFinding"/> and progress hear nothing.
    /// </summary>
    /// <param name="x">One row per sample.</param>
    /// <param name="labels">One label per row, each 0 to outputs − 1.</param>
    /// <exception cref="ArgumentException">Data, model and loss do not fit each other.</exception>
    public Diagnosis Diagnose(Samples x, ReadOnlySpan<int> labels) => Diagnose(new RowSource(x, labels));

    /// <inheritdoc cref="Diagnose(Samples, ReadOnlySpan{int})"/>
    public Diagnosis Diagnose(Samples x, ReadOnlySpan<byte> labels) => Diagnose(new RowSource(x, labels));

    /// <inheritdoc cref="Diagnose(Samples, ReadOnlySpan{int})"/>
    /// <param name="x">One row per sample.</param>
    /// <param name="targets">One number per row.</param>
    public Diagnosis Diagnose(Samples x, ReadOnlySpan<float> targets) => Diagnose(new RowSource(x, targets));

    /// <inheritdoc cref="Diagnose(Samples, ReadOnlySpan{int})"/>
    /// <param name="x">One row per sample.</param>
    /// <param name="targets">One row of targets per row of x, as wide as the model's output.</param>
    public Diagnosis Diagnose(Samples x, Samples targets) => Diagnose(new RowSource(x, targets));

    /// <inheritdoc cref="Diagnose(Samples, ReadOnlySpan{int})"/>
    /// <param name="data">Samples with labels or targets.</param>
    public Diagnosis Diagnose(IDataset data) => Diagnose(new RowSource(data));

    private Diagnosis Diagnose(RowSource data)
    {
        var clone = Model.Clone();
        var input = clone.IsBuilt ? clone.InputShape : BuildShape(data);
        var loss = RequireFit(data, input);
        if (!clone.IsBuilt) clone.Initialize(input, Options.Seed);
        using var workers = new Workers(Options.Threads);
        clone.AdaptOnce(data, [.. Enumerable.Range(0, data.Count)], workers);
        return new DiagnosisRun(clone, Options, loss, data, workers).Run();
    }
}
