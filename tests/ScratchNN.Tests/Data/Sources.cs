namespace ScratchNN.Tests;

internal static class Sources
{
    public static RowSource Of(Samples x) => new(x.Open());

    public static RowSource Of(Samples x, Targets y, ReadOnlySpan<float> weights = default) => new(x.Open(), y, weights);

    public static RowSource Of(IDataset data, string where = "") => new(data, where);
}
