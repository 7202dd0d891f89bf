namespace ScratchNN;

public partial class Model
{
    /// <summary>How the model does on samples: the mean loss, the accuracy where classes are chosen or questions answered, and metrics.</summary>
    /// <remarks>
    /// The loss is the default for <see cref="Meaning"/>, as in a trainer without a <see cref="TrainerOptions.Loss"/>; for another loss, or samples with
    /// weights, use <see cref="Trainer.Evaluate(Samples, Targets, ReadOnlySpan{float})"/>.
    /// </remarks>
    /// <param name="x">One row per sample.</param>
    /// <param name="y">One target per row, as in Fit.</param>
    /// <param name="metrics">The metrics to compute in addition to loss and accuracy. Default: none.</param>
    /// <exception cref="ArgumentException">Data and model do not fit each other, a number is not finite, a metric has no meaning for the outputs, or two
    /// metrics have the same name.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Evaluation Evaluate(Samples x, Targets y, params ReadOnlySpan<Metric> metrics) =>
        Evaluate(new RowSource(x.Open(), y.Named(Info.ClassNames).Targets), metrics);

    /// <summary>How the model does on a dataset: the mean loss, the accuracy where classes are chosen or questions answered, and metrics.</summary>
    /// <inheritdoc cref="Evaluate(Samples, Targets, ReadOnlySpan{Metric})"/>
    /// <param name="data">Samples with labels or targets, and weights.</param>
    /// <param name="metrics">The metrics to compute in addition to loss and accuracy. Default: none.</param>
    public Evaluation Evaluate(IDataset data, params ReadOnlySpan<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataInfo.RequireSameClasses(data.Info, Info, "the model");
        return Evaluate(new RowSource(data), metrics);
    }

    private Evaluation Evaluate(in RowSource data, ReadOnlySpan<Metric> metrics)
    {
        var plan = BuiltPlan;
        RequireInput(data, plan.Input);
        var problem = Problem.Of(data, plan.Output, Root.LastLayer, loss: null, Described.Meaning);
        var pool = _pool;
        var evaluation = Evaluator.Evaluate(this, problem, data, Metric.Distinct(Guard.NoneNull(metrics.ToArray(), nameof(metrics))), microBatchSize: null,
            seed: 0, pool.Workers);
        GC.KeepAlive(pool); // its threads end with it
        return evaluation;
    }
}
