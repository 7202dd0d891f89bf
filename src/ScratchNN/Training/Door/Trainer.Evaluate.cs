namespace ScratchNN;

public sealed partial class Trainer
{
    /// <summary>The mean loss and the accuracy on samples with class labels, without training.</summary>
    /// <param name="x">One row per sample.</param>
    /// <param name="labels">One label per row, each 0 to outputs − 1.</param>
    /// <exception cref="ArgumentException">Data, model and loss do not fit each other, or a number is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public Evaluation Evaluate(Samples x, ReadOnlySpan<int> labels) => Evaluate(new RowSource(x, labels));

    /// <inheritdoc cref="Evaluate(Samples, ReadOnlySpan{int})"/>
    public Evaluation Evaluate(Samples x, ReadOnlySpan<byte> labels) => Evaluate(new RowSource(x, labels));

    /// <summary>The mean loss on samples with one number each as target, without training.</summary>
    /// <inheritdoc cref="Evaluate(Samples, ReadOnlySpan{int})"/>
    /// <param name="x">One row per sample.</param>
    /// <param name="targets">One number per row.</param>
    public Evaluation Evaluate(Samples x, ReadOnlySpan<float> targets) => Evaluate(new RowSource(x, targets));

    /// <summary>The mean loss on samples with rows of targets, and the accuracy if they are classes, without training.</summary>
    /// <inheritdoc cref="Evaluate(Samples, ReadOnlySpan{int})"/>
    /// <param name="x">One row per sample.</param>
    /// <param name="targets">One row of targets per row of x, as wide as the model's output.</param>
    public Evaluation Evaluate(Samples x, Samples targets) => Evaluate(new RowSource(x, targets));

    /// <summary>The mean loss and the accuracy on a dataset, without training.</summary>
    /// <inheritdoc cref="Evaluate(Samples, ReadOnlySpan{int})"/>
    /// <param name="data">Samples with labels or targets.</param>
    public Evaluation Evaluate(IDataset data) => Evaluate(new RowSource(data));

    private Evaluation Evaluate(RowSource data)
    {
        var loss = RequireFit(data, Model.InputShape);
        using var workers = new Workers(Options.Threads);
        var objective = new Objective(Model, loss, data.TargetShape, data.Count, Options.MicroBatchSize, Options.Seed, workers, isTraining: false);
        var result = objective.Evaluate(data, [.. Enumerable.Range(0, data.Count)], requiresFinite: true);
        return new Evaluation { Loss = result.Loss, Accuracy = objective.HasClasses ? result.Accuracy : null, Count = result.Count };
    }
}
