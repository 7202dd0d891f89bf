namespace ScratchNN;

public sealed partial class Trainer
{
    private TrainingState? _state;

    /// <summary>The training state of the current model; null before the first Fit, and after the model was built again.</summary>
    private TrainingState? State => _state is { Fits: true } ? _state : null;

    /// <summary>Trains on samples and their targets.</summary>
    /// <param name="x">One row per sample.</param>
    /// <param name="y">
    /// One target per row: class labels from 0, class names, yes or no, numbers, or rows as wide as the model's output. If the model has one output, labels are
    /// numbers to predict.
    /// </param>
    /// <param name="weights">
    /// How much each sample counts, finite and at least 0: row n of a batch has the share wₙ / Σw of loss and gradient. Default: all 1. A batch whose weights
    /// are all 0 takes no step; a weight below 1e-20 counts as 0. Layers that mix the batch (<see cref="Layer.MixesBatch"/>) do not see weights.
    /// </param>
    /// <param name="cancellationToken">Ends training after the current step; the history is returned.</param>
    /// <returns>The epochs.</returns>
    /// <exception cref="ArgumentException">Data, model and loss do not fit each other, or a weight is not valid.</exception>
    /// <exception cref="InvalidOperationException">A Fit of this model is under way, or it has no parameters.</exception>
    /// <exception cref="TrainingException">Training broke, and <see cref="TrainerOptions.WhenBroken"/> says to throw.</exception>
    public TrainingHistory Fit(Samples x, Targets y, ReadOnlySpan<float> weights = default, CancellationToken cancellationToken = default)
    {
        var (labels, names) = y.Named(Model.Info.ClassNames);
        var info = names == null ? null : new DataInfo { ClassNames = names };
        var seen = new ArrayDataset(x, labels, Options.Callbacks.Count > 0 ? weights.ToArray() : default, info); // by callbacks
        return Fit(new RowSource(x.Open(), labels, weights) { ClassNames = names }, default, seen, null, info, cancellationToken);
    }

    /// <summary>Trains on a dataset, which provides rows on demand.</summary>
    /// <inheritdoc cref="Fit(Samples, Targets, ReadOnlySpan{float}, CancellationToken)"/>
    /// <param name="data">Samples with labels or targets. Its <see cref="IDataset.Info"/> is stored in the model, unless the model has one already.</param>
    /// <param name="validation">Data to validate on after every epoch, of the same shapes. Default: the part that <see cref="TrainerOptions.ValidationSplit"/>
    /// holds back, if any.</param>
    /// <param name="cancellationToken">Ends training after the current step; the history is returned.</param>
    public TrainingHistory Fit(IDataset data, IDataset? validation = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        DataInfo.RequireSameClasses(data.Info, Model.Info, "the model");
        if (validation == null) return Fit(new RowSource(data), default, data, null, data.Info, cancellationToken);
        if (Options.ValidationSplit != null)
            throw new ArgumentException("Validation data and a validation split are both given: choose one.", nameof(validation));
        DataInfo.RequireSameClasses(validation.Info, data.Info ?? Model.Info, "the training data");
        return Fit(new RowSource(data), new RowSource(validation, RowSource.OfValidation), data, validation, data.Info, cancellationToken);
    }

    private TrainingHistory Fit(RowSource data, RowSource validation, IDataset seen, IDataset? seenValidation, DataInfo? info,
        CancellationToken cancellationToken)
    {
        Model.BeginTraining();
        try
        {
            var input = Model.IsBuilt ? Model.InputShape : BuildShape(data);
            var problem = RequireFit(data, input);
            if (validation.Count > 0) RequireFittingValidation(data, validation, input, problem);
            var split = RowSplit.Of(data, validation.Count, Options);
            RequireTrainable(input);
            using var workers = new Workers(Options.Threads);
            problem = problem.Weighted(Options.ClassWeights, data, split.Training, workers);
            return Prepare(data, validation.Count > 0 ? validation
                : data, input, problem, info, split, workers, (scoped in RunPass run) => new CallbackRunner(this, run, seen, seenValidation))
                    .Run(cancellationToken);
        }
        finally
        {
            Model.EndTraining();
        }
    }

    /// <summary>Makes the memory of a Fit; where that fails, model and trainer are as they were.</summary>
    private TrainingRun Prepare(RowSource data, RowSource validation, Shape input, Problem problem, DataInfo? info, RowSplit split, Workers workers,
        ObserverFactory callbacks)
    {
        var undo = Begin(data, input, problem, info, split.Training, workers);
        try
        {
            DescribeInputs(data, split.Training, workers);
            return new TrainingRun(Model, Options, _state!, problem, data, validation, split, workers, [CheckRunner.Of, callbacks]);
        }
        catch
        {
            undo();
            throw;
        }
    }

    /// <summary>Draws the weights, shows the rows to layers that adapt, learns the scale of numbers, and makes the state, unless they are there.</summary>
    /// <returns>What takes all of it back.</returns>
    private Action Begin(in RowSource data, Shape input, Problem problem, DataInfo? info, int[] rows, Workers workers)
    {
        var (weights, described, state) = (Model.Weights, Model.Described, _state);
        var scale = Model.TargetScale;
        float[]? unadapted = null;
        try
        {
            if (weights == null) Model.Initialize(input, Options.Seed);
            Model.Describe(problem.Meaning, info);
            unadapted = Model.AdaptOnce(data, rows, workers);
            if (problem.Standardizes) Model.ScaleOnce(data, rows, Options.Seed);
            _state = State ?? new TrainingState(Model, Options);
        }
        catch
        {
            Undo();
            throw;
        }
        return Undo;

        void Undo()
        {
            (Model.Weights, Model.Described, _state) = (weights, described, state);
            if (unadapted != null) weights?.Unadapt(unadapted);
            if (weights != null) weights.Scale = scale;
        }
    }

    private void RequireTrainable(Shape input)
    {
        if (Model.Root.PlanFor(input).ParameterCount == 0)
            throw new InvalidOperationException("The model has no parameters, so there is nothing to train: add a layer that has some, such as Dense.");
        Model.RequireUnfrozen();
    }

    /// <summary>Notes the profile of training rows in memory, unless there is one or none is wanted.</summary>
    private void DescribeInputs(in RowSource data, int[] rows, Workers workers)
    {
        if (data.IsOnDemand || !Model.WantsProfile) return;
        var columns = ColumnStatistics.Of(data.Inputs, RowSample.Of(rows, DataProfile.MostRows, Options.Seed), workers);
        if (columns.AreFinite) Model.Describe(columns.Profile);
    }

    /// <summary>The shape that the model insists on, if there is one; else that of the data. Layers may take other shapes of the same size.</summary>
    private Shape BuildShape(in RowSource data) =>
        Model.Root.InputShape is { } wanted && (data.InputShape.Rank == 1 || data.InputShape.Size != wanted.Size) ? wanted : data.InputShape;

    /// <summary>Throws unless data, model and loss fit each other; returns what is asked of the model.</summary>
    private Problem RequireFit(in RowSource data, Shape input)
    {
        Model.RequireInput(data, input);
        return Problem.Of(data, Model.Root.PlanFor(input).Output, Model.Root.LastLayer, Options.Loss);
    }

    /// <summary>Throws unless the validation data is of the kind of the training data.</summary>
    private void RequireFittingValidation(in RowSource data, in RowSource validation, Shape input, Problem problem)
    {
        Model.RequireInput(validation, input, "x of the validation data");
        if (validation.TargetShape != data.TargetShape)
            throw new ArgumentException(
                $"The validation data has {Describe(validation.TargetShape)}, the training data {Describe(data.TargetShape)}: both need the same.");
        problem.RequireAnswers(validation);

        static string Describe(Shape? target) => target is { } shape ? $"targets of {shape}" : "class labels";
    }
}
