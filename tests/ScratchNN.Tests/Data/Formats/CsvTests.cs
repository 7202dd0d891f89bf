using System.Globalization;
using System.Text;

namespace ScratchNN.Tests.Data;

/// <summary>Tables of numbers as RFC 4180 writes them, and what is said of all others.</summary>
public class CsvTests
{
    [Theory]
    [InlineData("1,-2.5\n3,4e2\n")]
    [InlineData("1,-2.5\r\n3,4e2")]
    [InlineData("1,-2.5\r3,4e2\r")]
    [InlineData("\uFEFF1,-2.5\n\n\r\n3,4e2\n\n\n")]
    [InlineData(" 1 ,\t-2.5\n +3,400. ")]
    [InlineData("\"1\",\"-2.5\"\r\n\"3\",4E+2\r\n")]
    public void Read_Spellings_GiveTheSameTable(string text) => Assert.Equal(new float[,] { { 1, -2.5f }, { 3, 400 } }, Read(text));

    [Fact]
    public void Read_Header_IsSkipped()
    {
        const string Header = "length,\"width, in \"\"inches\"\"\r\nof 1984\"\r\n";
        Assert.Equal(new float[,] { { 1, 2 } }, Read(Header + "1,2\r\n", hasHeader: true));
        Assert.Contains("'x' at line 4, column 2", Refused(Header + "1,2\r\n3,x\r\n", hasHeader: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("length,\"width, in \"\"inches\"\"\r\nof 1984\"\r\n1,2\r\n", true)]
    [InlineData(" _a , b2 \n1,2\n", true)]
    [InlineData(",a,b\n0,1,2\n", true)] // as pandas names the index
    [InlineData("a,b\nc,d\n", false)] // nothing but text
    [InlineData("a,b\nc,2\n", false)]
    [InlineData("a,b\n", false)]
    [InlineData("a,b\n1\n", false)]
    [InlineData("a,1\n2,3\n", false)]
    [InlineData("1,\n2,3\n", false)]
    [InlineData(",\n2,3\n", false)]
    [InlineData("\"1,5\"\n2\n", false)] // a decimal comma
    [InlineData(" 0.00632  18.00\n 0.02731  0.00\n", false)] // columns of spaces
    [InlineData("NaN\n1\n", false)]
    [InlineData("1;2\n3;4\n", false)]
    [InlineData("1,2\na,b\n3,4\n", false)]
    public void Read_FirstRow_IsCalledAHeaderIfItIsOne(string text, bool isHeader) =>
        Assert.Equal(isHeader, Refused(text).Contains("Say hasHeader: true", StringComparison.Ordinal));

    [Fact]
    public void Read_ControlCharacters_AreEscaped()
    {
        string message = Refused("1,\"\u001b[2J\r\nERROR \u202e\u200b\U000e0041\t\"\n");
        Assert.Contains("'\\u001B[2J\\r\\nERROR \\u202E\\u200B\\U000E0041\\t' at line 1, column 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherSeparator_Separates()
    {
        Assert.Equal(new float[,] { { 1, 2 } }, Read("1;2", separator: ';'));
        Assert.Equal(new float[,] { { 1, 2 } }, Read("1\t2", separator: '\t'));
        foreach (char separator in "\"\n\r5") Assert.Throws<ArgumentException>(() => Read("1", separator: separator));
    }

    [Fact]
    public void Read_Culture_DoesNotMatter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
            CultureInfo.CurrentCulture = german;
            Assert.Equal(1.5f, Read("1.5")[0, 0]);
            Assert.Contains("'1,5'", Refused("\"1,5\""), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Read_OneColumn_ReadsAllRows() => Assert.Equal(10_000, Read(string.Concat(Enumerable.Range(0, 10_000).Select(i => $"{i}\n"))).Length);

    [Theory]
    [InlineData("", "no row of numbers")]
    [InlineData("\n\n", "no row of numbers")]
    [InlineData("\uFEFF", "no row of numbers")]
    [InlineData("1,2\n3,x\n", "'x' at line 2, column 2 is not a finite number.")]
    [InlineData("1,2\n3,\n", "'' at line 2, column 2")]
    [InlineData("1,2\n,3\n", "'' at line 2, column 1")]
    [InlineData("1,2,\n", "'' at line 1, column 3")]
    [InlineData("1,2,", "'' at line 1, column 3")]
    [InlineData("1,\"\"", "'' at line 1, column 2")]
    [InlineData("1,NaN", "'NaN' at line 1, column 2")]
    [InlineData("1,Infinity", "'Infinity' at line 1")]
    [InlineData("1,-∞", "not a finite number")]
    [InlineData("1,1e39", "'1e39' at line 1")]
    [InlineData("1,0x1F", "'0x1F' at line 1")]
    [InlineData("1,1_000", "'1_000' at line 1")]
    [InlineData("1,(1)", "'(1)' at line 1")]
    [InlineData("1,$1", "'$1' at line 1")]
    [InlineData("1 2,3", "'1 2' at line 1, column 1")]
    [InlineData("1,2\0", "'2\\0' at line 1, column 2 is not a finite number")]
    [InlineData("1,2\n3,4\n5\n", "Line 3 has 1 fields, the first row has 2.")]
    [InlineData("1,2\n\n3,4,5\n", "Line 3 has 3 fields, the first row has 2.")]
    [InlineData("1,\"2\n3,4", "The quote that opens at line 1, column 2 is never closed.")]
    [InlineData("1,\"", "The quote that opens at line 1, column 2 is never closed.")]
    [InlineData("1,\"2\"\"", "The quote that opens at line 1, column 2 is never closed.")]
    [InlineData("1,\"2\" \n", "Text follows the closing quote at line 1, column 2.")]
    [InlineData("1,\"2\"3\n", "Text follows the closing quote at line 1, column 2.")]
    [InlineData("1,2\"3\"\n", "'2\"3\"' at line 1, column 2")]
    public void Read_Damaged_SaysWhere(string text, string message) => Assert.Contains(message, Refused(text), StringComparison.Ordinal);

    [Fact]
    public void Read_NoUtf8_Throws()
    {
        Assert.Contains("no UTF-8, somewhere after line", Hostile.Refused([.. "1,2\n3,"u8, 0xFF], file => Csv.Read(file)), StringComparison.Ordinal);
        Hostile.Refused([0xFF, 0xFE, (byte)'1', 0], file => Csv.Read(file)); // UTF-16
    }

    [Fact]
    public void Read_LongField_IsNotRepeated() => Assert.InRange(Refused(new string('x', 50_000)).Length, 1, 250);

    [Fact]
    public void Read_Path_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.csv"], "1,2\n3,4,5\n");
        Assert.StartsWith(folder["a.csv"], Assert.Throws<InvalidDataException>(() => Csv.Read(folder["a.csv"])).Message, StringComparison.Ordinal);
        Assert.StartsWith(folder["a.csv"], Assert.Throws<InvalidDataException>(() => Csv.ReadDataset(folder["a.csv"], 0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public void ReadDataset_LabelColumn_IsTakenOut(int column, bool fromEnd)
    {
        int at = fromEnd ? 3 - column : column;
        string[] rows = [.. Enumerable.Range(0, 4).Select(row => string.Join(',', Enumerable.Range(0, 3).Select(i => i == at ? $"{row % 2}" : $"{row}.{i}")))];

        var data = Csv.ReadDataset(Utf8(string.Join('\n', rows)), new Index(column, fromEnd));

        float[] x = new float[2 * 2];
        int[] y = new int[2];
        data.Read(new ReadPass { Rows = [3, 0], Inputs = x, Labels = y });
        float[] kept = [.. Enumerable.Range(0, 3).Where(i => i != at).Select(i => i / 10f)];
        Assert.Equal((4, new Shape(2)), (data.Count, data.InputShape));
        Assert.Equal([1, 0], y);
        Assert.Equal([3 + kept[0], 3 + kept[1], kept[0], kept[1]], x, new ToleranceOfRounding());
    }

    [Theory]
    [InlineData("1,0\n2,1.5\n", "'1.5' at line 2, column 2 is not a label: 0, 1, 2, … are. Numbers that are not classes are read by Csv.Read.")]
    [InlineData("1,0\n2,-1\n", "'-1' at line 2, column 2 is not a label")]
    [InlineData("1,0\n\n2,3e9\n", "'3e9' at line 3, column 2 is not a label")]
    [InlineData("1,0\n2,0.99999999\n", "'0.99999999' at line 2, column 2 is not a label")]
    [InlineData("1,0.99999999999999999999999\n", "column 2 is not a label")]
    [InlineData("1,2147483648\n", "column 2 is not a label")]
    [InlineData("1,NaN\n", "'NaN' at line 1, column 2 is not a label")]
    [InlineData("1,1\0\n", "'1\\0' at line 1, column 2 is not a label")]
    [InlineData("a,b\n1,0\n", "Line 1 holds words and line 2 numbers. Is it a header? Say hasHeader: true.")]
    [InlineData("1\n", "The table has 1 columns")]
    public void ReadDataset_NoLabels_SaysWhere(string text, string message) =>
        Assert.Contains(message, Hostile.Refused(Encoding.UTF8.GetBytes(text), file => Csv.ReadDataset(file, ^1)), StringComparison.Ordinal);

    [Theory]
    [InlineData("16777217", 16777217)]
    [InlineData("2147483646", 2147483646)]
    [InlineData(" 12.000 ", 12)]
    [InlineData("3e2", 300)]
    [InlineData("-0", 0)]
    public void ReadDataset_Label_IsThatOfTheText(string text, int label)
    {
        int[] y = new int[1];
        Csv.ReadDataset(Utf8($"1,{text}\n"), ^1).Read(new ReadPass { Rows = [0], Inputs = new float[1], Labels = y });
        Assert.Equal(label, y[0]);
    }

    [Fact]
    public void ReadDataset_NoSuchColumn_Throws()
    {
        Assert.Contains("labels in column 2 ", Hostile.Refused("1,2"u8.ToArray(), file => Csv.ReadDataset(file, 2)), StringComparison.Ordinal);
        Assert.Contains("labels in column ^3 ", Hostile.Refused("1,2"u8.ToArray(), file => Csv.ReadDataset(file, ^3)), StringComparison.Ordinal);
    }

    private static float[,] Read(string text, bool hasHeader = false, char separator = ',') => Csv.Read(Utf8(text), hasHeader, separator);

    private static string Refused(string text, bool hasHeader = false) => Hostile.Refused(Encoding.UTF8.GetBytes(text), file => Csv.Read(file, hasHeader));

    private static MemoryStream Utf8(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class ToleranceOfRounding : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => MathF.Abs(x - y) < 1e-6f; // 3 + 0.1 in float32

        public int GetHashCode(float value) => 0;
    }
}
