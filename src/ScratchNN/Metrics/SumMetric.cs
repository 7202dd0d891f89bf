namespace ScratchNN;

/// <summary>
/// A metric of a few sums over the samples, so that a Fit need not keep their outputs. Adding sample by sample, the parts that they come in do not matter.
/// </summary>
internal abstract class SumMetric(string name) : Metric(name)
{
    /// <summary>How many sums there are, which begin as zeros.</summary>
    public abstract int SumsOf(OutputKind meaning, int outputs);

    /// <summary>Adds samples.</summary>
    public abstract void Add(in MetricPass pass, Span<double> sums);

    /// <summary>The value.</summary>
    public abstract double Result(ReadOnlySpan<double> sums, OutputKind meaning);

    public sealed override double Compute(in MetricPass pass)
    {
        RequireMeaning(pass.Meaning, pass.OutputsPerSample);
        RequireValues(pass);
        return Value(pass);
    }

    /// <summary>The value of samples at which somebody has looked.</summary>
    internal double Value(in MetricPass pass)
    {
        double[] sums = new double[SumsOf(pass)];
        Add(pass, sums);
        return Result(sums, pass.Meaning);
    }

    /// <summary>How many sums there are of samples that are all there: where classes were chosen already, only these tell how many.</summary>
    protected virtual int SumsOf(in MetricPass pass) => SumsOf(pass.Meaning, pass.OutputsPerSample);

    /// <summary>Throws unless outputs and labels of arrays, at which nobody has looked yet, have a value.</summary>
    protected virtual void RequireValues(in MetricPass pass)
    {
    }
}
