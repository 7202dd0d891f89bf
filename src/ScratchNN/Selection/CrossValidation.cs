namespace ScratchNN.Selection;

/// <summary>Trains and tests on several parts of the data in turn: how well does a recipe do on data that it has not seen, and how sure is that?</summary>
/// <remarks>
/// <code>
/// var result = CrossValidation.Run(() => new Trainer(
///     new Sequential(new Standardize(), new Dense(16), new ReLU(), new Dense(3), new Softmax()), new() { Epochs = 30 }), data, folds: 5);
/// Console.WriteLine($"{result.Mean(Metric.Accuracy):0.000} ± {result.Deviation(Metric.Accuracy):0.000}");
/// </code>
/// <para>As many fits as there are cores run at once, each on one thread, whatever <see cref="TrainerOptions.Threads"/> says. The result is that of a loop of
/// your own, bit for bit, for any number of cores. Your own dataset, callbacks and metrics are called by several threads at once.</para>
/// <para><see cref="TrainerOptions.ValidationSplit"/> parts the training rows of each fold once more, for early stopping, say; the test rows are not used in
/// training.</para>
/// </remarks>
public static class CrossValidation
{
    /// <summary>Trains on all folds but one and tests on that one, for each fold.</summary>
    /// <param name="create">Makes a new trainer of a new model. It is called once for each fold, in order, never by two threads at once.</param>
    /// <param name="data">Samples with labels or targets.</param>
    /// <param name="folds">How many folds, at least 2. Default 5.</param>
    /// <param name="kind">How rows are assigned to folds. Default null: stratified where y holds class labels, else at random
    /// (<see cref="Dataset.KFold(IDataset, int, FoldKind?, ulong)"/>).</param>
    /// <param name="seed">Decides which rows are in which fold. Default 0.</param>
    /// <param name="threads">How many fits run at once, at least 1. Default null: one per core.</param>
    /// <param name="cancellationToken">Ends the fits after their current step; then there is no result.</param>
    /// <exception cref="ArgumentException">The data cannot be shared out so, does not fit the model, or <paramref name="create"/> returned null, a Trainer or
    /// Model twice, or a Trainer with a <see cref="Collective"/> of several ranks.</exception>
    /// <exception cref="TrainingException">Training broke in a fold, and <see cref="TrainerOptions.WhenBroken"/> says to throw.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it, or a callback canceled a Fit.</exception>
    public static CrossValidationResult Run(
        Func<Trainer> create, IDataset data, int folds = 5, FoldKind? kind = null, ulong seed = 0, int? threads = null,
            CancellationToken cancellationToken = default) =>
        Run(create, data.KFold(folds, kind, seed), threads, cancellationToken);

    /// <summary>
    /// Trains and tests on folds that you made: of groups (<see cref="Dataset.KFold(IDataset, int, ReadOnlySpan{int}, ulong)"/>), of time, or one by one.
    /// </summary>
    /// <inheritdoc cref="Run(Func{Trainer}, IDataset, int, FoldKind?, ulong, int?, CancellationToken)"/>
    /// <param name="create">Makes a new trainer of a new model. It is called once for each fold, in order, never by two threads at once.</param>
    /// <param name="folds">At least one.</param>
    /// <param name="threads">How many fits run at once, at least 1. Default null: one per core.</param>
    /// <param name="cancellationToken">Ends the fits after their current step; then there is no result.</param>
    public static CrossValidationResult Run(Func<Trainer> create, IReadOnlyList<Fold> folds, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        _ = FitThreads.Of(threads);
        Guard.NoneNull(folds, nameof(folds));
        if (folds.Count == 0) throw new ArgumentException("There are no folds: at least one is needed.", nameof(folds));
        var factory = new TrainerFactory();
        var fits = new FoldFit[folds.Count];
        new JobQueue<FoldFit>(
            i => i == fits.Length || cancellationToken.IsCancellationRequested ? null
                : fits[i] = new FoldFit(factory.Prepare(create, $"fold {i}"), folds[i], $"Fold {i} of {folds.Count}"),
            fit => fit.Run(cancellationToken)).Run(Math.Min(FitThreads.Of(threads), fits.Length));
        if (fits.Any(fit => fit?.Evaluation == null)) throw new OperationCanceledException("The cross-validation was canceled.", cancellationToken);
        return new CrossValidationResult { Folds = [.. fits.Select(fit => fit.Evaluation!)], Histories = [.. fits.Select(fit => fit.History!)] };
    }
}
