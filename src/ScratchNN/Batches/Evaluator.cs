namespace ScratchNN;

/// <summary>How a model does on data, without training: of Trainer and Model.</summary>
internal static class Evaluator
{
    public static Evaluation Evaluate(Model model, Problem problem, in RowSource data, IReadOnlyList<Metric> metrics, int? microBatchSize, ulong seed,
        Workers workers)
    {
        var objective = new Objective(model, problem, data.Count, microBatchSize, seed, workers, isTraining: false);
        var report = EvaluationReport.OfModel(problem.Meaning, problem.Outputs, model.Info.ClassNames, model.Info.OutputNames);
        var record = objective.Record(metrics, data.Count, data.IsWeighted, report);
        var columns = model.NewComparison();
        var result = objective.Evaluate(data, [.. Enumerable.Range(0, data.Count)], requiresFinite: true, record, columns);
        record.Commit();
        return objective.Evaluation(result, record) with { Report = report, Findings = columns == null ? [] : Findings(model.FindingsOf(columns), report) };
    }

    /// <summary>What is unlike training in x; where nothing is, what is in y.</summary>
    private static IReadOnlyList<Finding> Findings(IReadOnlyList<Finding> ofInputs, EvaluationReport? report) =>
        ofInputs.Count > 0 || AnswerFindings.Of(report) is not { } finding ? ofInputs : [finding];
}
