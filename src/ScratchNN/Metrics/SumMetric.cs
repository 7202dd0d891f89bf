namespace ScratchNN;

/// <summary>A metric of a few sums over the samples, so that a Fit need not keep their outputs. Adding sample by sample, the parts that they come in do not matter.</summary>
internal abstract class SumMetric(string name) : Metric(name)
{
    /// <summary>How many sums there are, which begin as zeros.</summary>
    public abstract int SumsOf(int outputs);

    /// <summary>Adds samples.</summary>
    public abstract void Add(in MetricPass pass, Span<double> sums);

    /// <summary>The value.</summary>
    public abstract double Result(ReadOnlySpan<double> sums);

    public sealed override double Compute(in MetricPass pass)
    {
        RequireMeaning(pass.Meaning);
        double[] sums = new double[SumsOf(pass.OutputsPerSample)];
        Add(pass, sums);
        return Result(sums);
    }
}
