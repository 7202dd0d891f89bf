using System.Text;

namespace ScratchNN;

/// <summary>Rows of text, aligned: the first column to the left, the others to the right, two spaces between them.</summary>
/// <param name="header">The titles of the columns.</param>
internal sealed class TextTable(string[] header)
{
    private const string Gap = "  ";
    private readonly List<string[]> _rows = [header];

    /// <summary>Adds a row, with a text for each column.</summary>
    public void Add(string[] row) => _rows.Add(row);

    /// <summary>The lines, without one after the last.</summary>
    public override string ToString()
    {
        int[] widths = [.. header.Select((_, column) => _rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in _rows)
        {
            if (text.Length > 0) text.AppendLine();
            text.Append(string.Join(Gap, row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
        }
        return text.ToString();
    }
}
