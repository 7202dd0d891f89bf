namespace ScratchNN.Selection;

/// <summary>Tries settings, and finds those that do best on data that was held out.</summary>
/// <remarks>
/// <code>
/// var result = Search.Random(20, trial => new Trainer(
///     new Sequential(new Standardize(), new Dense(trial.Choose("units", 16, 32, 64)), new ReLU(), new Dense(3), new Softmax()),
///     new() { Optimizer = new Adam(trial.LogUniform("rate", 1e-4, 1e-1)) }), data, new() { Monitor = Metric.F1() });
/// Console.WriteLine(result);
/// result.BestModel.Save("best.safetensors");
/// </code>
/// <para>The function asks the trial for settings while it makes a trainer. As many fits as there are cores run at once, each on one thread, whatever
/// <see cref="TrainerOptions.Threads"/> says. Trials, scores and models are those of a sequential loop, bit for bit, for any number of cores. Your own dataset,
/// callbacks and metrics are called by several threads at once.</para>
/// <para>The rows held out are not used in training: <see cref="TrainerOptions.ValidationSplit"/> parts the other rows once more, for early stopping, say. The
/// best of many scores is too good by chance: test the winner on rows that the search has not seen. A trial whose training breaks has the score NaN; the others
/// go on.</para>
/// </remarks>
public static class Search
{
    /// <summary>Tries settings that are drawn at random.</summary>
    /// <param name="trials">How many, at least 1.</param>
    /// <param name="create">Makes a new trainer of a new model with the settings of a trial. It is called for each fit, in order, never by two threads at
    /// once.</param>
    /// <param name="data">Samples with labels or targets.</param>
    /// <param name="options">How trials are compared. Default: by the loss on a fifth of the rows.</param>
    /// <param name="cancellationToken">Ends the fits after their current step; the trials that were done are returned.</param>
    /// <exception cref="ArgumentException">The data cannot be parted so, does not fit a model, or <paramref name="create"/> returned null, a Trainer or Model
    /// twice, or a Trainer with a <see cref="Collective"/> of several ranks.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trials"/> is below 1.</exception>
    /// <exception cref="TrainingException">Training broke in every trial.</exception>
    /// <exception cref="OperationCanceledException">Canceled before one trial was done.</exception>
    public static SearchResult Random(int trials, Func<Trial, Trainer> create, IDataset data, SearchOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Guard.AtLeast(1, trials);
        ulong seed = (options ??= new SearchOptions()).Seed;
        return new TrialRun(create, data, options, number => number < trials ? new RandomChoices(seed, number) : null, cancellationToken).Run();
    }

    /// <summary>Tries every combination of the values of <see cref="Trial.Choose"/>; the last setting asked for changes first.</summary>
    /// <inheritdoc cref="Random"/>
    /// <param name="create">Makes a new trainer of a new model with the settings of a trial. It is called for each fit, in order, never by two threads at once.
    /// Which settings it asks for may depend on those before.</param>
    /// <param name="data">Samples with labels or targets.</param>
    /// <param name="options">How trials are compared. Default: by the loss on a fifth of the rows.</param>
    /// <param name="cancellationToken">Ends the fits after their current step; the trials that were done are returned.</param>
    /// <exception cref="InvalidOperationException">The function asks for a range, or asks differently for the same settings.</exception>
    public static SearchResult Grid(Func<Trial, Trainer> create, IDataset data, SearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        GridChoices? last = null;
        return new TrialRun(create, data, options ?? new SearchOptions(), _ => last = GridChoices.After(last), cancellationToken).Run();
    }
}
