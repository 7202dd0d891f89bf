namespace ScratchNN.Benchmarks;

/// <summary>So many rows through a network.</summary>
/// <param name="Network">Its name among <see cref="Networks"/>.</param>
/// <param name="Rows">Rows of a call.</param>
/// <param name="Threads">Threads that a call may use.</param>
public sealed record PredictionSetting(string Network, int Rows, int Threads)
{
    public override string ToString() => $"{Network}, {Rows:N0} {(Rows == 1 ? "row" : "rows")}, {Threads} {(Threads == 1 ? "thread" : "threads")}";
}
