namespace ScratchNN;

public sealed partial class Trainer
{
    private (TrainingState State, Objective Objective, Problem Problem, TargetScale? Scale, int Rows)? _batch;

    private const long FewProducts = 1 << 22; // below that a step takes less time than threads to start

    /// <summary>Takes one step on these samples as one batch: for data that arrives in small portions, or for your own training loop.</summary>
    /// <remarks>
    /// Optimizer and step number continue through every Fit and FitBatch. Epochs, schedule, shuffling, callbacks and checks are not used; an interrupted Fit is
    /// abandoned. The first call draws the weights and shows these samples to layers that adapt, if nothing did so before. For numbers it also learns the
    /// <see cref="Model.TargetScale"/>, unless it is set: a first batch of fewer than a hundred samples is too small to estimate it well.
    /// </remarks>
    /// <param name="x">One row per sample.</param>
    /// <param name="y">One target per row, as in <see cref="Fit(Samples, Targets, ReadOnlySpan{float}, CancellationToken)"/>.</param>
    /// <param name="weights">How much each sample counts, finite and at least 0. Default: all 1.</param>
    /// <returns>The loss and the accuracy before the step; its place in an epoch is 1 of 1.</returns>
    /// <exception cref="ArgumentException">Data, model and loss do not fit each other, or a weight is not valid.</exception>
    /// <exception cref="InvalidOperationException">A Fit of this model is under way, or there is nothing to train.</exception>
    /// <exception cref="TrainingException">
    /// The loss, the gradient or the new weights are not finite, and <see cref="TrainerOptions.WhenBroken"/> says to throw. The model keeps its weights; with
    /// <see cref="WhenBroken.Stop"/> no step is taken either, and the result has the loss.
    /// </exception>
    public StepResult FitBatch(Samples x, Targets y, ReadOnlySpan<float> weights = default)
    {
        if (Options.Collective.Size > 1)
            throw new InvalidOperationException(
                $"FitBatch trains in one process, but the Collective of the options has {Options.Collective.Size} ranks: use Fit, or leave Collective out.");
        var (labels, names) = y.Named(Model.Info.ClassNames);
        var data = new RowSource(x.Open(), labels, weights) { ClassNames = names };
        Model.BeginTraining();
        try
        {
            var input = Model.IsBuilt ? Model.InputShape : BuildShape(data);
            var problem = RequireFit(data, input);
            RequireTrainable(input);
            int[] rows = [.. Enumerable.Range(0, data.Count)];
            bool isSmall = (long)data.Count * Model.Root.PlanFor(input).ParameterCount < FewProducts;
            using var workers = isSmall ? null : new Workers(Options.Threads);
            problem = problem.Weighted(Options.ClassWeights, data, rows, workers ?? Workers.None);
            var undo = Begin(data, input, problem, names == null ? null : new DataInfo { ClassNames = names }, rows, workers ?? Workers.None);
            try
            {
                return Step(_state!, ObjectiveOf(problem, rows.Length, workers), data, rows, workers ?? Workers.None);
            }
            catch
            {
                undo();
                throw;
            }
        }
        finally
        {
            Model.EndTraining();
        }
    }

    /// <summary>One step, taken whole or not at all.</summary>
    private StepResult Step(TrainingState state, Objective objective, RowSource data, int[] rows, Workers workers)
    {
        state.IsMoving = true;
        state.ShowAverage(false);
        var before = state.BeforeBatch ??= new Snapshot(state);
        state.Save(before, 0);
        try
        {
            var result = objective.Gradient(data, rows, state.Step, state.Gradient);
            bool isGood = double.IsFinite(result.Loss) && state.HasFiniteGradient, isStep = result.LossWeight > 0
                && (isGood || Options.WhenBroken == WhenBroken.Continue);
            float rate = (float)Options.Optimizer.LearningRate;
            if (isStep) state.Update(rate, workers);
            if (isStep && !state.IsFinite && Options.WhenBroken != WhenBroken.Continue) (isGood, _) = (false, state.Restore(before));
            if (!isGood && Options.WhenBroken == WhenBroken.Throw)
                throw new TrainingException(
                    FormattableString.Invariant($"Step {state.Step + 1} broke: the loss of the batch is {NumberFormat.Text(result.Loss)}, ")
                    + "or the step would produce numbers that are not finite. The model keeps its weights. "
                    + Clipping.Or(Options,
                        FormattableString.Invariant($"Look for NaN or unscaled numbers in the batch, then lower the learning rate ({rate})")),
                    new TrainingHistory { StopReason = StopReason.Broken });
            state.Fit = null;
            return new StepResult
            {
                Step = state.Step, Epoch = state.Epoch, StepInEpoch = 1, StepsPerEpoch = 1, Loss = result.Loss, Accuracy = objective.HasAccuracy
                    ? result.Accuracy : null, LearningRate = rate,
            };
        }
        catch (Exception exception) when (exception is not TrainingException)
        {
            state.Restore(before);
            throw;
        }
        finally
        {
            state.ShowAverage(true);
            state.IsMoving = false;
        }
    }

    /// <summary>The memory of a step: that of the call before, if it suits.</summary>
    private Objective ObjectiveOf(Problem problem, int rows, Workers? workers)
    {
        if (workers == null && _batch is { } known && known.State == _state && known.Rows == rows && known.Scale == Model.TargetScale
            && known.Problem with { Loss = problem.Loss } == problem) return known.Objective;
        var objective = new Objective(Model, problem, rows, Options.MicroBatchSize, Options.Seed, workers ?? Workers.None);
        if (workers == null) _batch = (_state!, objective, problem, Model.TargetScale, rows);
        return objective;
    }
}
