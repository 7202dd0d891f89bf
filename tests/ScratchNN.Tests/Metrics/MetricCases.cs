namespace ScratchNN.Tests.Metrics;

/// <summary>Every metric that there is, with what it is for. The contract tests walk over them.</summary>
internal static class MetricCases
{
    /// <summary>Of three classes, and of three yes-or-no outputs.</summary>
    private static readonly Metric[] _ofBoth =
    [
        Metric.Accuracy, Metric.Matthews, Metric.LogLoss, Metric.RocAuc, Metric.AveragePrecision,
        .. ((Average[])[Average.Macro, Average.Micro, Average.Weighted])
            .SelectMany(average => (Metric[])[Metric.Precision(average), Metric.Recall(average), Metric.F1(average)]),
        .. ((int[])[0, 1, 2]).SelectMany(label => (Metric[])[Metric.PrecisionOf(label), Metric.RecallOf(label), Metric.F1Of(label)]),
    ];

    private static readonly Metric[] _ofClasses = [.. _ofBoth, Metric.TopK(1), Metric.TopK(2)];

    private static readonly Metric[] _ofNumbers = [Metric.MeanSquaredError, Metric.RootMeanSquaredError, Metric.MeanAbsoluteError, Metric.R2];

    /// <summary>For outputs of a meaning, with three outputs.</summary>
    public static IReadOnlyList<Metric> Of(OutputKind meaning) =>
        meaning switch { OutputKind.OneClass => _ofClasses, OutputKind.YesNo => _ofBoth, _ => _ofNumbers };

    public static TheoryData<OutputKind, string> All
    {
        get
        {
            var rows = new TheoryData<OutputKind, string>();
            foreach (var meaning in Enum.GetValues<OutputKind>())
                foreach (var metric in Of(meaning)) rows.Add(meaning, metric.Name);
            return rows;
        }
    }

    /// <summary>By its name, and no other.</summary>
    public static Metric Named(string name, OutputKind meaning) => Of(meaning).Single(metric => metric.Name == name);

    /// <summary>A model with three outputs of a meaning.</summary>
    public static Sequential Model(OutputKind meaning) => meaning switch
    {
        OutputKind.OneClass => new(new Dense(3), new Softmax()),
        OutputKind.YesNo => new(new Dense(3), new Sigmoid()),
        _ => new(new Dense(3)),
    };
}
