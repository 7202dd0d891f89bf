using System.Globalization;
using System.Text;

namespace ScratchNN.Tables.Csv;

/// <summary>A paragraph about what was guessed of a file, and found in it.</summary>
internal sealed class CsvReport(CsvLayout layout, CsvPass pass, TableColumn[] columns)
{
    public string Of(string encodingName, IEnumerable<string> notes)
    {
        var dialect = layout.Dialect;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{pass.Rows} rows × {columns.Length} columns. {encodingName}, ");
        text.Append(columns.Length == 1 ? "one column, " : $"separated by {CsvDialect.Name(dialect.Separator)}, ");
        text.Append(dialect.HeaderLine > 0 ? $"header in line {dialect.HeaderLine}, " : "no header, ")
            .Append(dialect.Quotes ? "quotes enclose fields, " : "quotes are text, ");
        text.Append(dialect.Numbers.Decimal == ',' ? "decimal comma" : "decimal point")
            .Append(dialect.Numbers.Group == '\0' ? "." : $", thousands separated by {Words.Quoted([dialect.Numbers.Group])}.");
        if (pass.Comments > 0) text.Append(CultureInfo.InvariantCulture, $" Skipped: {Count(pass.Comments, "comment")} ({dialect.Comment}).");
        if (pass.BlankLines > 0) text.Append(CultureInfo.InvariantCulture, $" Skipped: {Count(pass.BlankLines, "blank line")}.");
        if (layout.Missing.Found.Count > 0) text.Append(CultureInfo.InvariantCulture, $" Missing values are written {Words.Some([.. layout.Missing.Found])}.");
        foreach (var type in columns.GroupBy(column => column.Type).OrderBy(group => group.Key))
            text.Append(CultureInfo.InvariantCulture, $" {Capital(type.Key.InWords())}: {Words.Some([.. type.Select(Short)], 12)}.");
        foreach (string note in layout.Notes.Concat(notes)) text.Append(CultureInfo.InvariantCulture, $" {Capital(note)}.");
        return text.ToString();

        static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
        static string Short(TableColumn column) => Words.Quoted(column.Name)[1..^1] + (column.MissingCount > 0 ? $" ({column.MissingCount} missing)" : "");
        static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
    }
}
