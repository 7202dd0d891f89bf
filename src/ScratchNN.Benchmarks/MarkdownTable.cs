namespace ScratchNN.Benchmarks;

/// <summary>A table that reads well on a terminal too. Each row is written when it is known.</summary>
internal sealed class MarkdownTable
{
    private readonly TextWriter _output;
    private readonly int[] _widths;

    /// <summary>Writes the head: the first column is set left and has <paramref name="firstWidth"/> characters, the others are set right.</summary>
    public MarkdownTable(TextWriter output, int firstWidth, params ReadOnlySpan<string> titles)
    {
        _output = output;
        _widths = [firstWidth, .. titles[1..].ToArray().Select(title => Math.Max(8, title.Length))];
        Add(titles);
        output.WriteLine($"|{string.Join('|', _widths.Select((width, i) => i == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":"))}|");
    }

    public void Add(params ReadOnlySpan<string> cells)
    {
        for (int i = 0; i < cells.Length; i++)
            _output.Write($"| {(i == 0 ? cells[i].PadRight(_widths[i]) : cells[i].PadLeft(_widths[i]))} ");
        _output.WriteLine("|");
    }
}
