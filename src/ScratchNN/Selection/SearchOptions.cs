namespace ScratchNN.Selection;

/// <summary>How a <see cref="Search"/> compares its trials. Immutable.</summary>
public sealed record SearchOptions
{
    /// <summary>
    /// The loss or metric by which trials are compared, of rows that were held out. It need not be listed in <see cref="TrainerOptions.Metrics"/>. Default:
    /// <see cref="Goal.Loss"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Goal Monitor { get; init => field = value ?? throw new ArgumentNullException(nameof(Monitor)); } = Goal.Loss;

    /// <summary>Which rows are held out of every trial, to compare it by. Default 0.2: a fifth, at random. <see cref="Folds"/> take its place.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Split Validation { get; init => field = value ?? throw new ArgumentNullException(nameof(Validation)); } = 0.2;

    /// <summary>Cross-validation of every trial with this many folds, at least 2, in place of <see cref="Validation"/>. Default null: none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2.</exception>
    public int? Folds { get; init => field = value is { } folds ? Guard.AtLeast(2, folds, nameof(Folds)) : null; }

    /// <summary>How rows are shared out to <see cref="Folds"/>. Default null: stratified where y holds class labels, else at random.</summary>
    public FoldKind? FoldKind { get; init; }

    /// <summary>Decides the settings that are drawn, and the rows that are held out. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many fits run at once, at least 1; the result does not depend on it. Default null: one per core.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? Threads { get; init => field = value is { } threads ? Guard.Between(1, 1024, threads, nameof(Threads)) : null; }

    /// <summary>
    /// Told of each trial when it is done: one after another, in the order in which they end, on the thread that did the last of its fits. Default null:
    /// nobody.
    /// </summary>
    public Action<Trial>? OnTrial { get; init; }
}
