namespace ScratchNN;

public sealed partial class Trainer
{
    /// <summary>
    /// Examines model, loss, optimizer and data on clones: the checks before training, every layer's gradient (SNN006), whether 16 samples can be memorised
    /// (SNN008), whether the input matters (SNN009), and learning rates from a thousandth to a thousand times the present one,
    /// and further while the last is the best. Takes about 1500 steps. Model, trainer and data are unchanged, and no callback is called.
    /// </summary>
    /// <param name="x">One row per sample.</param>
    /// <param name="y">One target per row, as in <see cref="Fit(Samples, Targets, ReadOnlySpan{float}, CancellationToken)"/>.</param>
    /// <param name="weights">How much each sample counts, finite and at least 0. Default: all 1.</param>
    /// <exception cref="ArgumentException">Data, model and loss do not fit each other, or a weight is not valid.</exception>
    public Diagnosis Diagnose(Samples x, Targets y, ReadOnlySpan<float> weights = default) =>
        Diagnose(new RowSource(x.Open(), y.Named(Model.Info.ClassNames).Targets, weights));

    /// <inheritdoc cref="Diagnose(Samples, Targets, ReadOnlySpan{float})"/>
    /// <param name="data">Samples with labels or targets.</param>
    public Diagnosis Diagnose(IDataset data) => Diagnose(new RowSource(data));

    private Diagnosis Diagnose(RowSource data)
    {
        Model.RequireUnfrozen();
        var clone = Model.Clone();
        var input = clone.IsBuilt ? clone.InputShape : BuildShape(data);
        var problem = RequireFit(data, input);
        if (!clone.IsBuilt) clone.Initialize(input, Options.Seed);
        using var workers = new Workers(Options.Threads);
        clone.AdaptOnce(data, [.. Enumerable.Range(0, data.Count)], workers);
        if (problem.Standardizes) clone.ScaleOnce(data, [.. Enumerable.Range(0, data.Count)], Options.Seed);
        return new DiagnosisRun(new DiagnosisPass
        {
            Model = clone, Options = Options, Problem = problem, Data = data, Workers = workers, Findings = new TrainingHistory(),
        }).Run();
    }
}
