namespace ScratchNN.Benchmarks;

/// <summary>A parameter of a benchmark that knows how much work it stands for.</summary>
public interface IWorkload
{
    /// <summary>Speed in the unit of its trade, as <c>85.1 GFLOP/s</c>.</summary>
    string Speed(double nanoseconds);
}
