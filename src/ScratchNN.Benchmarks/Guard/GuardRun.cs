namespace ScratchNN.Benchmarks;

/// <summary>Measures rows and prints them, one line each as soon as it is known.</summary>
/// <param name="rows">What to measure.</param>
/// <param name="advises">Whether rows that depend on the machine advise only.</param>
/// <param name="output">Gets the table, in Markdown.</param>
internal sealed class GuardRun(IEnumerable<GuardRow> rows, bool advises, TextWriter output)
{
    private const int NameWidth = 40, Attempts = 3;

    private readonly List<GuardResult> _results = [];

    /// <summary>To wait before a row is measured again. Disturbances come in stretches of a second.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    public IReadOnlyList<GuardResult> Run()
    {
        var table = new MarkdownTable(output, NameWidth, "row", "bound", "measured", "verdict");
        var queue = new Queue<(GuardRow Row, int Attempt, double Best)>(rows.Select(row => (row, 1, double.NaN)));
        while (queue.TryDequeue(out var next))
        {
            var (row, attempt, best) = next;
            if (attempt > 1) Thread.Sleep(Pause);
            double measured = row.Measure();
            best = attempt > 1 ? row.Bound.Better(best, measured) : measured;
            if (row.Bound.Holds(best) || attempt == Attempts) Conclude(table, row, best);
            else queue.Enqueue((row, attempt + 1, best)); // once more, after the others
        }
        return _results;
    }

    private void Conclude(MarkdownTable table, GuardRow row, double measured)
    {
        var verdict = row.Bound.Holds(measured) ? Verdict.Ok : advises && row.DependsOnMachine ? Verdict.Advice : Verdict.Failed;
        _results.Add(new GuardResult(row.Name, row.Bound, measured, verdict));
        table.Add(row.Name, row.Bound.ToString(), $"{measured:0.00}", verdict.ToString());
    }
}
