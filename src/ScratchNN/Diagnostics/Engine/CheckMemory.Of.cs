namespace ScratchNN;

internal sealed partial class CheckMemory
{
    /// <summary>What the checks of a Fit know before its first step: what is in the data, and what the short Fits before it have seen.</summary>
    public static CheckMemory Of(scoped in RunPass run)
    {
        var (model, options, state, rows) = (run.Model, run.Options, run.State, run.TrainingRows);
        var activity = new UnitActivity(run.Objective.LastMicroBatch.Trace);
        if (options.Epochs == 0 || options.AllChecks.Count == 0)
            return new CheckMemory(model, options, run.Problem, run.History, rows, activity, run.Workers);

        var data = DataSummary.Of(run.Data, rows, model.OutputShape.Size, run.Problem.Classes, run.Problem.Loss, run.Problem.ClassWeights, options.Seed,
            run.Workers);
        if (model.WantsProfile && data.Columns is { AreFinite: true } columns) model.Describe(columns.Profile);
        var trend = new LossTrend(data.LossAt(LossTrend.Learned), data.BaselineLoss, state.Epochs.Count > 0 ? state.Epochs[0].Loss : null);
        CheckChain? chain = null;
        if (CheckChain.Suits(options.Epochs, (long)options.Epochs * run.StepsPerEpoch))
            chain = state.Chain is { } known && known.Rows == rows.Length ? known : new CheckChain(rows.Length, trend);
        return new CheckMemory(model, options, run.Problem, run.History, rows, activity, run.Workers)
        {
            Data = data,
            Chain = chain,
            Trend = chain?.Trend ?? trend,
            StepsDone = chain?.Steps ?? 0,
            StepsPerEpoch = run.StepsPerEpoch,
            OptimizerMemory = () => state.Optimizer.ToArray(),
        };
    }
}
