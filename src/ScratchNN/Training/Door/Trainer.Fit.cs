namespace ScratchNN;

public sealed partial class Trainer
{
    private TrainingState? _state;

    /// <summary>What was trained of the model as it is now; null before the first Fit, and after the model was built anew.</summary>
    private TrainingState? State => _state is { Fits: true } ? _state : null;

    /// <summary>Trains on samples with class labels, or with integers to be met if the model has one output.</summary>
    /// <param name="x">One row per sample.</param>
    /// <param name="labels">One label per row, each 0 to outputs − 1.</param>
    /// <param name="cancellationToken">Ends training after the current step; the history is returned.</param>
    /// <returns>The epochs.</returns>
    /// <exception cref="ArgumentException">Data, model and loss do not fit each other.</exception>
    /// <exception cref="InvalidOperationException">A Fit of this model is under way, or it has no parameters.</exception>
    /// <exception cref="TrainingException">Training broke, and <see cref="TrainerOptions.WhenBroken"/> says to throw.</exception>
    public TrainingHistory Fit(Samples x, ReadOnlySpan<int> labels, CancellationToken cancellationToken = default) =>
        Fit(new RowSource(x, labels), cancellationToken);

    /// <inheritdoc cref="Fit(Samples, ReadOnlySpan{int}, CancellationToken)"/>
    public TrainingHistory Fit(Samples x, ReadOnlySpan<byte> labels, CancellationToken cancellationToken = default) =>
        Fit(new RowSource(x, labels), cancellationToken);

    /// <summary>Trains on samples with one number each as target.</summary>
    /// <inheritdoc cref="Fit(Samples, ReadOnlySpan{int}, CancellationToken)"/>
    /// <param name="x">One row per sample.</param>
    /// <param name="targets">One number per row.</param>
    /// <param name="cancellationToken">Ends training after the current step; the history is returned.</param>
    public TrainingHistory Fit(Samples x, ReadOnlySpan<float> targets, CancellationToken cancellationToken = default) =>
        Fit(new RowSource(x, targets), cancellationToken);

    /// <summary>Trains on samples with rows of targets: numbers, one-hot classes, or probabilities.</summary>
    /// <inheritdoc cref="Fit(Samples, ReadOnlySpan{int}, CancellationToken)"/>
    /// <param name="x">One row per sample.</param>
    /// <param name="targets">One row of targets per row of x, as wide as the model's output.</param>
    /// <param name="cancellationToken">Ends training after the current step; the history is returned.</param>
    public TrainingHistory Fit(Samples x, Samples targets, CancellationToken cancellationToken = default) =>
        Fit(new RowSource(x, targets), cancellationToken);

    /// <summary>Trains on a dataset, which hands over rows on demand.</summary>
    /// <inheritdoc cref="Fit(Samples, ReadOnlySpan{int}, CancellationToken)"/>
    /// <param name="data">Samples with labels or targets.</param>
    /// <param name="cancellationToken">Ends training after the current step; the history is returned.</param>
    public TrainingHistory Fit(IDataset data, CancellationToken cancellationToken = default) =>
        Fit(new RowSource(data), cancellationToken);

    private TrainingHistory Fit(RowSource data, CancellationToken cancellationToken)
    {
        Model.BeginTraining();
        try
        {
            var input = Model.IsBuilt ? Model.InputShape : BuildShape(data);
            var loss = RequireFit(data, input);
            RequireFittingValidation(data, input, loss);
            var split = RowSplit.Of(data.Count, Options);
            if (Model.Root.PlanFor(input).ParameterCount == 0)
                throw new InvalidOperationException("The model has no parameters, so there is nothing to train: add a layer that has some, such as Dense.");
            using var workers = new Workers(Options.Threads);
            return Prepare(data, input, loss, split, workers).Run(cancellationToken);
        }
        finally
        {
            Model.EndTraining();
        }
    }

    /// <summary>Draws the weights, unless there are some, and makes the memory of a Fit; where that fails, model and trainer are as they were.</summary>
    private TrainingRun Prepare(RowSource data, Shape input, Loss loss, RowSplit split, Workers workers)
    {
        var (weights, state) = (Model.Weights, _state);
        float[]? unadapted = null;
        try
        {
            if (weights == null) Model.Initialize(input, Options.Seed);
            unadapted = Model.AdaptOnce(data, split.Training, workers);
            _state = State ?? new TrainingState(Model, Options.Optimizer, Options.ClipNorm);
            return new TrainingRun(Model, Options, _state, loss, data, split, workers, CheckRunner.Of);
        }
        catch
        {
            (Model.Weights, _state) = (weights, state);
            if (unadapted != null) weights?.Unadapt(unadapted);
            throw;
        }
    }

    /// <summary>The shape that the model insists on, if there is one; else that of the data. Layers may take other shapes of the same size.</summary>
    private Shape BuildShape(in RowSource data) =>
        Model.Root.InputShape is { } wanted && (data.InputShape.Rank == 1 || data.InputShape.Size != wanted.Size) ? wanted : data.InputShape;

    /// <summary>Throws unless data, model and loss fit each other; returns the loss.</summary>
    private Loss RequireFit(in RowSource data, Shape input)
    {
        Model.RequireInput(data, input);
        var output = Model.Root.PlanFor(input).Output;
        var loss = Options.Loss ?? DefaultLoss(output, data.TargetShape);
        loss.RequireShapes(output, data.TargetShape);
        if (output.Size > 1) data.RequireLabels(output.Size);
        data.RequireProbabilities(loss);
        return loss;
    }

    /// <summary>Throws unless the validation data, if there is any, is of the kind of the training data.</summary>
    private void RequireFittingValidation(in RowSource data, Shape input, Loss loss)
    {
        if (Options.Validation == null) return;
        var validation = new RowSource(Options.Validation, RowSource.OfValidation);
        Model.RequireInput(validation, input, "x of the validation data");
        int outputs = Model.Root.PlanFor(input).Output.Size;
        if (outputs > 1) validation.RequireLabels(outputs);
        if (validation.TargetShape != data.TargetShape)
            throw new ArgumentException($"The validation data has {Describe(validation.TargetShape)}, the training data {Describe(data.TargetShape)}: both need the same.");
        validation.RequireProbabilities(loss);

        static string Describe(Shape? target) => target is { } shape ? $"targets of {shape}" : "class labels";
    }

    private Loss DefaultLoss(Shape output, Shape? target)
    {
        var crossEntropy = new CrossEntropy();
        return crossEntropy.Absorbs(Model.Root.LastLayer) || (target == null && output.Size > 1) ? crossEntropy : new MeanSquaredError();
    }
}
