namespace MnistMpi;

/// <summary>How long a step takes on P ranks: what every rank does, its share of the samples, and the exchange of the gradient.</summary>
/// <remarks>
/// <code>
/// t(P) = u + c·B/P + e(P)        u: update and what does not depend on samples   c: a sample   B: the batch
/// e(P) = 2(P − 1)·a + 8·n·(P − 1)/P · b + 4·n·s        a: latency of a message   b: a byte sent   s: a byte added, of G = P parts
/// </code>
/// An exchange is an all-to-all of slices and an all-gather of their sums: 2(P − 1) messages, of n/P floats each.
/// </remarks>
/// <param name="Update">u, in µs.</param>
/// <param name="Sample">c, in µs.</param>
/// <param name="Batch">B.</param>
/// <param name="Floats">n, those that are exchanged.</param>
internal sealed record CostModel(double Update, double Sample, int Batch, int Floats)
{
    /// <summary>a, in µs.</summary>
    public required double Latency { get; init; }

    /// <summary>b, in µs.</summary>
    public required double Byte { get; init; }

    /// <summary>s, in µs: what a core adds from its cache.</summary>
    public double Added { get; init; } = 1e-4;

    public double Exchange(int ranks) => ranks == 1 ? 0 : (2 * (ranks - 1) * Latency) + (8.0 * Floats * (ranks - 1) / ranks * Byte) + (4.0 * Floats * Added);

    public double Step(int ranks) => Update + (Sample * Batch / ranks) + Exchange(ranks);

    /// <summary>A line for each number of ranks up to 1024: a batch that they share, and a batch of as many samples for each rank.</summary>
    public IEnumerable<string> Table()
    {
        yield return $"| ranks | exchange, µs | step, batch of {Batch}, µs | times as fast | step, {Batch} samples a rank, "
            + "µs | times as many samples a second |\n|---|---|---|---|---|---|";
        for (int ranks = 1; ranks <= 1024; ranks *= 2)
        {
            double each = Update + (Sample * Batch) + Exchange(ranks);
            string shared = ranks > Batch ? "| | |" : FormattableString.Invariant($"| {Step(ranks):0} | {Step(1) / Step(ranks):0.00} |");
            yield return FormattableString.Invariant($"| {ranks} | {Exchange(ranks):0} {shared} {each:0} | {ranks * Step(1) / each:0.0} |");
        }
    }
}
