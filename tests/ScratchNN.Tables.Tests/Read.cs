using System.Text;

namespace ScratchNN.Tables.Tests;

/// <summary>Reads texts as files.</summary>
internal static class Read
{
    public static Table Csv(string text, CsvOptions? options = null) => Table.ReadCsv(new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    /// <summary>The message of a text that is refused.</summary>
    public static string Refused(string text, CsvOptions? options = null) => Assert.Throws<InvalidDataException>(() => Csv(text, options)).Message;

    public static string Refused(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Table.ReadCsv(new MemoryStream(bytes))).Message;

    /// <summary>All texts of a table, a row a line, with | between them and ∅ where one is missing.</summary>
    public static string Rows(Table table) =>
        string.Join('\n', Enumerable.Range(0, table.RowCount).Select(row => string.Join('|', table.Columns.Select(column => column.Text(row) ?? "∅"))));

    public static string Names(Table table) => string.Join('|', table.Columns.Select(column => column.Name));
}
