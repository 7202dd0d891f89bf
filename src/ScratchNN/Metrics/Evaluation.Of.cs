namespace ScratchNN;

public sealed partial record Evaluation
{
    /// <summary>What it tells of each class or output; null in the epochs of a Fit. It brings its <see cref="Confusion"/>.</summary>
    internal EvaluationReport? Report { get; init => (field, Confusion) = (value, value?.Confusion); }

    /// <summary>How any program's outputs do: it prints as the report.</summary>
    /// <remarks>
    /// <see cref="Loss"/> is <see cref="Metric.LogLoss"/> where classes are chosen or questions answered, NaN if an output is not a probability; the mean
    /// squared error of numbers. Other metrics are <see cref="Metric.Of(Samples, Targets, ReadOnlySpan{float})"/>.
    /// </remarks>
    /// <param name="outputs">One row per sample: probabilities or scores of classes, answers yes or no, or numbers.</param>
    /// <param name="y">One target per sample: class labels 0 to outputs − 1 or names, yes or no, numbers, or rows as wide as the outputs. Labels 0 and 1 of one
    /// output are no and yes.</param>
    /// <param name="weights">How much each sample counts, finite and at least 0. Default: all 1.</param>
    /// <param name="classNames">The name of each class, class 0 first; or of each output. Default: numbers, or the names in y in ordinal order.</param>
    /// <exception cref="ArgumentException">The numbers of rows, targets, weights and names differ, or are 0; or one of them is out of range.</exception>
    public static Evaluation Of(Samples outputs, Targets y, ReadOnlySpan<float> weights = default, IReadOnlyList<string>? classNames = null)
    {
        if (classNames != null) Guard.NoneNull(classNames, nameof(classNames));
        (y, classNames) = y.Named(classNames);
        var rows = outputs.Open();
        float[] gathered = new float[rows.IsScattered ? Guard.FloatsOf(rows.Count, rows.Shape.Size) : 0];
        var pass = MetricPass.Of(rows.Count == 0 ? default : rows.Rows(0, rows.Count, gathered), rows.Count, y, weights, null, "evaluation");
        int width = pass.OutputsPerSample, names = pass.Meaning == OutputKind.YesNo && width == 1 ? 2 : width;
        if (classNames != null && classNames.Count != names)
            throw new ArgumentException(
                $"There are {classNames.Count} names for {names} {(pass.Meaning == OutputKind.Numbers ? "outputs" : "classes")}: name each.",
                nameof(classNames));
        if (pass.Meaning != OutputKind.Numbers) pass.RequireLabels();
        var report = EvaluationReport.Of(pass.Meaning, width, classNames, classNames);
        report.Add(pass);
        bool areNumbers = pass.Meaning == OutputKind.Numbers;
        return new Evaluation
        {
            Loss = ((SumMetric)(areNumbers ? Metric.MeanSquaredError : Metric.LogLoss)).Value(pass),
            Accuracy = areNumbers ? null : Metric.Accuracy.Compute(pass),
            Count = pass.Count,
            Report = report,
        };
    }
}
