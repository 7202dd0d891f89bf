namespace ScratchNN;

public sealed partial class Trainer
{
    /// <summary>The mean loss on samples and, for classes or answers yes or no, the accuracy; nothing is trained.</summary>
    /// <param name="x">One row per sample.</param>
    /// <param name="y">One target per row, as in <see cref="Fit(Samples, Targets, ReadOnlySpan{float}, CancellationToken)"/>.</param>
    /// <param name="weights">How much each sample counts, finite and at least 0. Default: all 1. <see cref="TrainerOptions.ClassWeights"/> are ignored.</param>
    /// <exception cref="ArgumentException">Data, model and loss do not fit each other, a weight is not valid, or a number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Evaluation Evaluate(Samples x, Targets y, ReadOnlySpan<float> weights = default) =>
        Evaluate(new RowSource(x.Open(), y.Named(Model.Info.ClassNames).Targets, weights));

    /// <summary>The mean loss on a dataset and, for classes or answers yes or no, the accuracy; nothing is trained.</summary>
    /// <inheritdoc cref="Evaluate(Samples, Targets, ReadOnlySpan{float})"/>
    /// <param name="data">Samples with labels or targets.</param>
    public Evaluation Evaluate(IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataInfo.RequireSameClasses(data.Info, Model.Info, "the model");
        return Evaluate(new RowSource(data));
    }

    private Evaluation Evaluate(RowSource data)
    {
        var problem = RequireFit(data, Model.InputShape);
        using var workers = new Workers(Options.Threads);
        return Evaluator.Evaluate(Model, problem, data, Options.AllMetrics, Options.MicroBatchSize, Options.Seed, workers);
    }
}
