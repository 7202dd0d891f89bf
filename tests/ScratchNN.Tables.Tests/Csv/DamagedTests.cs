using System.Text;

namespace ScratchNN.Tables.Tests;

/// <summary>Files that are damaged, or strange: refused with the place, or read as they are.</summary>
public sealed class DamagedTests
{
    [Theory]
    [InlineData("", "the file is empty.")]
    [InlineData("\uFEFF", "the file is empty.")]
    [InlineData("\n \r\n\t\n", "the file holds only blank lines.")]
    [InlineData("# nothing\n# but comments\n", "holds only lines that begin with #")]
    [InlineData("name,age\n", "the file has a header in line 1 (name, age) and no rows.")]
    [InlineData("a,b\n1,2\n3\n4,5\n6,7,8\n", "rows need 2 fields, separated by commas: line 3 has 1, line 5 has 3. ")]
    [InlineData("a,b\n1,\"x\n2,3\n", "line 2, column 2, '\"x\\n2,3' opens one that is never closed")]
    [InlineData("a,b\n1,\"x\" y\n2,\"z\"\n", "line 2, column 2, '\"x\" y' has text after the closing one")]
    [InlineData("a,b\n\"1\",x\n2,5\" disk\n3,6\" disk\n", "never closed")]
    [InlineData("a,b\n1,2\n3,\0\n", "a null character")]
    public void Damaged_IsRefusedWithItsPlace(string text, string message)
    {
        string refused = Read.Refused(text);
        Assert.True(refused.Contains(message, StringComparison.Ordinal)
            || (message == "never closed" && refused.Contains("in the middle", StringComparison.Ordinal)), refused);
    }

    [Theory]
    [InlineData("1,2\n3,4\n", "1|2\n3|4")]
    [InlineData("1,2\r\n3,4\r5,6\n7,8", "1|2\n3|4\n5|6\n7|8")] // all ends of lines
    [InlineData("a,b\n1,2\n\n\n3,4\n   \n", "1|2\n3|4")]
    [InlineData("a,b\n1,2\n\u001A", "1|2")] // Ctrl-Z
    [InlineData("a,b\n1,5\" disk\n2,6\" disk\n", "1|5\" disk\n2|6\" disk")]
    [InlineData("a,b\n1,\"say \"\"so\"\", he said\"\n2,x\n", "1|say \"so\", he said\n2|x")]
    [InlineData("a,b\n1,\"two\nlines\"\n2,x\n", "1|two\nlines\n2|x")]
    [InlineData("a,b\n 1 , x y \n 2 ,\" z \"\n", "1|x y\n2| z ")]
    [InlineData("x\n1\n2\n", "1\n2")]
    [InlineData("1", "1")]
    [InlineData("New York\nLos Angeles\nSan Francisco\nNew York\n", "New York\nLos Angeles\nSan Francisco\nNew York")]
    public void Strange_IsReadAsItIs(string text, string rows) => Assert.Equal(rows, Read.Rows(Read.Csv(text)));

    [Theory]
    [InlineData("a,b\n007,1\n012,2\n", "007|1\n012|2")] // codes
    [InlineData("a,b\n12345678901234567890,1\n12345678901234567891,2\n", "12345678901234567890|1\n12345678901234567891|2")]
    [InlineData("a,b\n9007199254740993,1\n1,2\n", "9007199254740993|1\n1|2")] // 2^53 + 1
    [InlineData("a,b\n16777217,1\n-3,2\n", "16777217|1\n-3|2")]
    [InlineData("a,b\n1e300,1\n-1e-300,2\n", "1E+300|1\n-1E-300|2")]
    [InlineData("a,b\n1.50,1\n2.50,2\nx,3\n", "1.50|1\n2.50|2\nx|3")]
    [InlineData("a,b\n1e999,1\n2,2\n", "1e999|1\n2|2")]
    [InlineData("a,b\n12abc,1\n2,2\n", "12abc|1\n2|2")]
    [InlineData("a,b\n1_000,1\n0x1F,2\n", "1_000|1\n0x1F|2")]
    public void Values_AreNotChanged(string text, string rows) => Assert.Equal(rows, Read.Rows(Read.Csv(text)));

    [Fact]
    public void Number_BeyondFloat_IsReadButMakesNoMatrix()
    {
        var table = Read.Csv("a,b\n1e39,1\n2,2\n");
        Assert.Equal(1e39, table["a"].Number(0));
        Assert.Contains("column 'a' holds 1E+39 in row 1, beyond the largest float32", Assert.Throws<InvalidDataException>(() => table.ToMatrix()).Message,
            StringComparison.Ordinal);
        Assert.Equal(new float[,] { { 1 }, { 2 } }, table.ToMatrix("b"));
    }

    [Fact]
    public void LateWord_TurnsTheColumnIntoText_WithoutChangingIt()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 200_000; i++) text.Append(i % 7).Append(".50,").Append(i).Append('\n');
        text.Append("x,1\ny,2\n");
        var table = Read.Csv(text.ToString());
        Assert.Equal(200_002, table.RowCount);
        Assert.Equal("0.50", table["a"].Text(0));
        Assert.Equal("y", table["a"].Text(200_001));
        Assert.Equal(199_999, table["b"].Number(199_999));
        Assert.Contains("Column 'a' was read as text, though 200000 of its 200002 values are numbers (but not 'x' in line 200002", table.Guesses,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OneWordAmongNumbers_IsMissing_AndSaid()
    {
        var table = Read.Csv("age,b\n" + string.Concat(Enumerable.Range(1, 50).Select(i => i % 25 == 0 ? "unknown,1\n" : $"{i},1\n")));
        Assert.Equal(2, table["age"].MissingCount);
        Assert.Contains("Column 'age' holds numbers and 2 times 'unknown', which was read as missing", table.Guesses, StringComparison.Ordinal);
        Assert.Equal(ColumnType.Text,
            Read.Csv("age,b\n1,1\nunknown,2\n", new() { Types = new Dictionary<string, ColumnType> { ["age"] = ColumnType.Text } })["age"].Type);
    }

    [Fact]
    public void ManyColumns_AreRead()
    {
        const int Columns = 10_000;
        string header = string.Join(',', Enumerable.Range(0, Columns).Select(i => $"c{i}")),
            row = string.Join(',', Enumerable.Range(0, Columns).Select(i => $"{i}.5"));
        var table = Read.Csv($"{header}\n{row}\n{row}\n");
        Assert.Equal((Columns, 2, 9999.5), (table.Columns.Count, table.RowCount, table["c9999"].Number(1)));
        Assert.InRange(table.Guesses.Length, 50, 1000);
    }

    /// <summary>A quote that is opened and never closed, with more behind it than a row may hold: where it is, and what helps.</summary>
    [Theory]
    [InlineData(1)] // in the rows that are looked at first
    [InlineData(200_000)] // far behind these
    public void QuoteThatStaysOpen_For16MillionCharacters_IsRefused(int rowsBefore)
    {
        string text = "a,b\n" + string.Concat(Enumerable.Repeat("12,\"x\"\n", rowsBefore)) + "13,\"open\n"
            + string.Concat(Enumerable.Repeat("14,yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n", 450_000));
        Assert.Equal(
            $"a row has more than 16,000,000 characters: the one that begins after line {rowsBefore + 1}. If a quote there opens a field and is never "
                + "closed, close it, or set Quotes = false.", Read.Refused(text));
    }

    [Fact]
    public void EqualNames_AreToldApart_AndSaid()
    {
        var table = Read.Csv("a,a,,a\n1,2,3,4\n5,6,7,8\n");
        Assert.Equal("a|a (2)|3|a (3)", Read.Names(table));
        Assert.Contains("Column 2 is named 'a (2)', because another is named 'a'", table.Guesses, StringComparison.Ordinal);
    }

    [Fact]
    public void LateValues_AfterABeginningOfGaps_AreNumbers()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 100_000; i++) text.Append(",word\n");
        text.Append("1.5,word\n");
        var table = Read.Csv(text.ToString());
        Assert.Equal((ColumnType.Number, 100_000, 1.5), (table["a"].Type, table["a"].MissingCount, table["a"].Number(100_000)));
    }

    [Fact]
    public void Truncated_AnyPrefix_IsReadOrRefused_WithoutAnotherException()
    {
        const string Text = "\uFEFF# c\nid;\"na;me\";d;v\r\n1;\"a \"\"b\"\"\nc\";2020-01-31;1,5\r\n2;x;2020-02-01;-3,25\r\n3;;?;\r\n";
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        for (int length = 0; length <= bytes.Length; length++)
            try
            {
                Assert.InRange(Table.ReadCsv(new MemoryStream(bytes[..length])).RowCount, 1, 10);
            }
            catch (InvalidDataException)
            {
                // refused
            }
    }

    [Fact]
    public void Path_IsNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.csv"], "a,b\n1\n2,3\n4,5\n");
        Assert.StartsWith(folder["a.csv"], Assert.Throws<InvalidDataException>(() => Table.ReadCsv(folder["a.csv"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StreamAndReader_GiveWhatTheFileGives()
    {
        using var folder = new TemporaryFolder();
        const string Text = "a;b\n1,5;x\n2,5;y\n\n3,5;z\n";
        File.WriteAllText(folder["a.csv"], Text);
        var table = Table.ReadCsv(folder["a.csv"]);
        Assert.Equal(Read.Rows(table), Read.Rows(Table.ReadCsv(new StringReader(Text))));
        using var file = File.OpenRead(folder["a.csv"]);
        Assert.Equal(Read.Rows(table), Read.Rows(Table.ReadCsv(file)));
        Assert.Equal(Text.Length, file.Position);
    }
}
