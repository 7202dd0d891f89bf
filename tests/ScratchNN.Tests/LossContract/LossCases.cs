namespace ScratchNN.Tests.LossContract;

/// <summary>Every loss, one row per case. A new loss adds its rows here.</summary>
internal static class LossCases
{
    public static LossCase[] All { get; } =
    [
        .. Of(new CrossEntropy(), 2, 10, 17, 100),
        .. Of(new CrossEntropy { LabelSmoothing = 0.1 }, 2, 10, 17),
        .. Of(new BinaryCrossEntropy(), 1, 2, 10, 17),
        .. Of(new BinaryCrossEntropy { LabelSmoothing = 0.2 }, 1, 17),
        .. Of(new MeanSquaredError(), 1, 2, 10, 17, 33),
        .. Of(new MeanAbsoluteError(), 1, 2, 10, 17),
        .. Of(new Huber(0.7), 1, 2, 10, 17, 600),
    ];

    public static TheoryData<string> Names => [.. All.Select(row => row.Name)];

    public static LossCase Get(string name) => All.Single(row => row.Name == name);

    private static IEnumerable<LossCase> Of(Loss loss, params int[] outputs) =>
        from count in outputs
        from against in Enum.GetValues<Against>()
        where loss is not BinaryCrossEntropy || count == 1 || against != Against.Labels // one label answers one question
        select new LossCase(loss, count, against);
}
