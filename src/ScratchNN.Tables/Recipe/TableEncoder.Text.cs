using System.Globalization;
using System.Text;

namespace ScratchNN.Tables;

public sealed partial class TableEncoder
{
    private const int MostShown = 40, LongestName = 30;

    /// <summary>A table: for each column its type, its places in an encoded row, and what its values become; then the columns that are left out.</summary>
    public override string ToString()
    {
        var rows = new List<string[]> { (string[])["column", "type", "inputs", "codes"] };
        for (int i = 0; i < Math.Min(MostShown, _columns.Length); i++)
            rows.Add([Cut(_columns[i].Name), _columns[i].Type.InWords(), string.Join(", ", _places[i].Select(Text)), _columns[i].Codes]);
        int[] widths = [.. Enumerable.Range(0, 3).Select(cell => rows.Max(row => row[cell].Length))];

        var text = new StringBuilder($"{Count(_columns.Length, "column")} to {Count(InputShape.Size, "input")}, which predict {Words.Quoted(_target)}");
        if (ClassNames != null) text.Append($", one of {Words.Some([.. ClassNames.Select(name => Words.Quoted(name))], 10)}");
        foreach (string[] row in rows)
        {
            text.AppendLine();
            for (int cell = 0; cell < widths.Length; cell++) text.Append(row[cell].PadRight(widths[cell] + 2));
            text.Append(row[^1]);
        }
        if (_columns.Length > MostShown) text.AppendLine().Append($"and {Count(_columns.Length - MostShown, "column")} more");
        if (LeftOut.Count > 0) text.AppendLine().Append($"Left out: {Words.Some([.. LeftOut.Select(column => $"{Cut(column.Column)} ({column.Reason})")])}.");
        return text.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => $"{Text(count)} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A name without what could clear a terminal or fill it.</summary>
    private static string Cut(string name)
    {
        string shown = Words.Quoted(name)[1..^1];
        return shown.Length <= LongestName ? shown : $"{shown[..LongestName]}…";
    }
}
