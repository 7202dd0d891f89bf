using System.Globalization;
using System.Text;

namespace ScratchNN.Tables.Tests;

/// <summary>Files that are meant to be read wrongly. What is expected of each was written down before it was read.</summary>
public sealed class NastyTests
{
    [Theory]
    [InlineData("a,b\n1,2\n\uFEFF3,4\n", "1|2\n\uFEFF3|4")] // two files, one behind the other
    [InlineData("a,b,c\n1,2,3\n,,\n4,5,6\n", "1|2|3\n∅|∅|∅\n4|5|6")] // a row of gaps is a row
    [InlineData("a\tb\n1\t2\n\t\n3\t4\n", "1|2\n∅|∅\n3|4")]
    [InlineData("a\tb\tc\n1\t\t3\n\t5\t\n", "1|∅|3\n∅|5|∅")]
    [InlineData("a,b\r1,2\r3,4\r", "1|2\n3|4")] // an old Mac
    [InlineData("a | b\n1 | x y\n2 | z\n", "1|x y\n2|z")]
    [InlineData("sep=\t\na\tb\n1\t2,5\n", "1|2.5")]
    [InlineData("a;b\nx, y;1\nz, w, v;2\n", "x, y|1\nz, w, v|2")] // commas in texts
    [InlineData("a,b\n5%,1\n7.5%,2\n", "5%|1\n7.5%|2")] // no numbers
    [InlineData("a,b\n$5.00,1\n$7.50,2\n", "$5.00|1\n$7.50|2")]
    [InlineData("a,b\n(5),1\n(7),2\n", "(5)|1\n(7)|2")]
    [InlineData("a,b\n\u22125,1\n\u22127,2\n", "\u22125|1\n\u22127|2")] // a typographic minus
    [InlineData("a,b\n=\"007\",1\n=\"008\",2\n", "=\"007\"|1\n=\"008\"|2")] // Excel's way to keep a code
    [InlineData("a,b\n'x','1'\n'y','2'\n", "'x'|'1'\n'y'|'2'")]
    [InlineData("a;b\n1,5e3;2\n2,5;3\n", "1500|2\n2.5|3")]
    [InlineData("a,b\n+5,1\n-7,2\n", "5|1\n-7|2")]
    [InlineData("a,b\n1e5,1\n2E-3,2\n", "100000|1\n0.002|2")]
    [InlineData("a,b\ninf,1\n-Infinity,2\n3,4\n", "inf|1\n-Infinity|2\n3|4")]
    [InlineData("a,b\n\"  \",1\n\"\t\",2\n3,3\n", "∅|1\n∅|2\n3|3")] // spaces between quotes
    [InlineData("a,b\n\u00A0,1\n3,2\n", "∅|1\n3|2")] // a no-break space
    [InlineData("\"a\nb\",c\n1,2\n3,4\n", "1|2\n3|4")]
    [InlineData("a b\n1 5 6\n2 7 8\n3 7 9\n", "1|5|6\n2|7|8\n3|7|9")] // R's row names
    [InlineData("5.1,3.5,setosa\n", "5.1|3.5|setosa")] // one row
    [InlineData("2020-01-01,1\n2020-01-02,2\n", "2020-01-01|1\n2020-01-02|2")] // dates are not names
    [InlineData("a,b\nx,\"1\n2\n3\"\ny,z\n", "x|1\n2\n3\ny|z")]
    [InlineData("BZh,PAR1\n1,2\n3,4\n", "1|2\n3|4")] // names that other files begin with
    [InlineData("PAR1\n1\n2\n", "1\n2")]
    [InlineData("[a],{b}\n1,2\n3,4\n", "1|2\n3|4")]
    [InlineData("id,x\n#1,5\n#2,6\n", "#1|5\n#2|6")] // a row that begins as comments do
    [InlineData("a,b\n1,2\n3,4\n\n\n\n", "1|2\n3|4")]
    [InlineData("a,b,a,b\n1,2,3,4\n5,6,7,8\n", "1|2|3|4\n5|6|7|8")]
    [InlineData("n,w\n0x10,1\n1_000,2\n1'000,3\n", "0x10|1\n1_000|2\n1'000|3")]
    [InlineData("a,b\n\"x\"\"\",1\n\"\"\"y\",2\n", "x\"|1\n\"y|2")]
    public void Values_AreAsTheyStand(string text, string rows) => Assert.Equal(rows, Read.Rows(Read.Csv(text)));

    [Theory]
    [InlineData(" a , b \n1,2\n", "a|b")]
    [InlineData("a,a (2),a\n1,2,3\n", "a|a (2)|a (3)")]
    [InlineData("a,,b,\n1,2,3,4\n", "a|2|b|4")]
    [InlineData("name\nAnn\nBob\nCid\n", "name")]
    [InlineData("a,b,c\n1,2\n3,4\n5,6\n", "1|2")] // a header that is too long
    [InlineData("x y,\"p, q\",\"say \"\"so\"\"\"\n1,2,3\n", "x y|p, q|say \"so\"")]
    [InlineData("__proto__,constructor\n1,2\n", "__proto__|constructor")]
    public void Names_AreAsTheyStand(string text, string names) => Assert.Equal(names, Read.Names(Read.Csv(text)));

    [Theory]
    [InlineData("x,c\n1.5,Yes\n2.5,no\n3.5,YES\n4.5,No\n", ColumnType.YesNo)]
    [InlineData("x,c\n1.5,ja\n2.5,nein\n", ColumnType.Category)]
    [InlineData("x,c\n1.5,yes\n2.5,off\n", ColumnType.Category)]
    [InlineData("x,c\n1.5,true\n2.5,0\n", ColumnType.Category)]
    [InlineData("x,c\n1.5,1850-02-28\n2.5,\n3.5,2020-02-29\n", ColumnType.Date)]
    [InlineData("x,c\n1.5,2021-02-29\n2.5,2020-02-28\n", ColumnType.Category)] // there is no such day
    [InlineData("x,c\n1.5,0000-00-00\n2.5,2020-02-28\n", ColumnType.Category)]
    [InlineData("x,c\n1.5,2020-01-01T10:00:00+02:00\n2.5,2020-01-02T10:00:00Z\n", ColumnType.Date)]
    [InlineData("x,c\n1.5,NA\n2.5,\n", ColumnType.Category)] // nothing at all
    public void Types_AreFound(string text, ColumnType type) => Assert.Equal(type, Read.Csv(text)["c"].Type);

    [Theory]
    [InlineData("a,b\n1,2\n3,4\nSource: x\n", "line 4 has 1")]
    [InlineData("\"a\nb\",c\n1,2\n3,4,5\n6,7\n", "line 4 has 3")] // a header of two lines
    [InlineData("a,b,c\n", "a header in line 1 (a, b, c) and no rows")]
    [InlineData("a,b\n\"say \\\"hi\\\"\",1\n\"z\",2\n", "has text after the closing one")] // quotes escaped in C's way
    [InlineData("#1,a\n#2,b\n#3,c\n", "lines that begin with #, which are read as comments. If they are rows, set Comment = \"\"")]
    public void Damage_IsNamedWithItsPlace(string text, string message) => Assert.Contains(message, Read.Refused(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("a;b\n1.000;5\n2.500;3\n12.000;9\n", "numbers such as 1.234 were read as fractions; if the point separates thousands, set GroupMark = '.'")]
    [InlineData("a;b\n0.998;5\n1.500;3\n", null)] // 0.998 has no thousands
    [InlineData("a;b\n1,234;5\n2,500;3\n", "numbers such as 1,234 were read as fractions")]
    [InlineData("a,b\n\"1,234\",5\n\"2,500\",3\n", "umbers such as 1,234 were read as thousands")]
    [InlineData("a;b\n1.5;5\n2,5;3\n", "a decimal comma: the latter are read as text")]
    public void NumbersThatMayMeanTwoThings_AreSaid(string text, string? note)
    {
        string guesses = Read.Csv(text).Guesses;
        if (note == null) Assert.DoesNotContain("read as", guesses, StringComparison.Ordinal);
        else Assert.Contains(note, guesses, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void PointsOfThousands_AreReadWhenSaid() =>
        Assert.Equal("1000|5\n2500|3", Read.Rows(Read.Csv("a;b\n1.000;5\n2.500;3\n", new() { GroupMark = '.' })));

    [Fact]
    public void CommentsThatAreRows_AreReadWhenSaid() =>
        Assert.Equal("#1|a\n#2|b", Read.Rows(Read.Csv("#1,a\n#2,b\n", new() { Comment = "", HasHeader = false })));

    [Fact]
    public void InvalidByte_FarBehind_IsNamedWithItsLine()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,ä\n", 300_000)));
        bytes[^3] = 0xFF; // within the last ä
        Assert.Contains("in line 300001 starts no valid character", Read.Refused(bytes), StringComparison.Ordinal);
        bytes = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1,x\n", 300_000)));
        bytes[^2] = 0;
        Assert.Contains("line 300001, column 2, 'x'".Replace("'x'", @"'\0'", StringComparison.Ordinal), Read.Refused(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Windows1252_IsRefusedWithTheRemedy() =>
        Assert.Contains("Encoding.Latin1", Read.Refused([.. "a,b\n1,"u8, 0x93, .. "x\n"u8]), StringComparison.Ordinal);

    [Fact]
    public void StreamThatHasBegunOrCannotSeek_IsReadFromWhereItIs()
    {
        var begun = new MemoryStream(Encoding.UTF8.GetBytes("garbage\na,b\n1,2\n")) { Position = 8 };
        Assert.Equal("1|2", Read.Rows(Table.ReadCsv(begun)));
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
            zip.Write("a,b\n1,2\n"u8);
        packed.Position = 0;
        // as the message about gzip says
        Assert.Equal("1|2", Read.Rows(Table.ReadCsv(new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress))));
    }

    [Fact]
    public void MillionDifferentTexts_AreKept()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 1_000_000; i++) text.Append('t').Append(i).Append(',').Append(i % 3).Append('\n');
        var table = Read.Csv(text.ToString());
        Assert.Equal((1_000_000, ColumnType.Text, "t999999"), (table.RowCount, table["a"].Type, table["a"].Text(999_999)));
        Assert.Contains("they do not look like classes", Assert.Throws<ArgumentException>(() => TableTarget.Of(table, "a")).Message, StringComparison.Ordinal);
    }

    /// <summary>What a file says does not depend on the language of the machine.</summary>
    [Fact]
    public void Culture_ChangesNothing()
    {
        const string Text = "x;c;y\n-1,5;a;2020-01-31\n2,5;b;2020-02-01\n-1.234,5;a;2020-02-02\n";
        var before = CultureInfo.CurrentCulture;
        string[] expected = All();
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberDecimalSeparator = ",";
        odd.NumberFormat.NumberGroupSeparator = ".";
        odd.NumberFormat.NegativeSign = "\u2212";
        odd.DateTimeFormat.DateSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(expected, All());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static string[] All()
        {
            var table = Read.Csv(Text);
            var encoder = TableSchema.Infer(table, TableTarget.Class("c")).Fit(table);
            return
            [
                Read.Rows(table), table.Guesses, table.ToString(), table[0].Columns.Aggregate("", (all, name) => $"{all} {table[0][name]}"),
                    string.Join(' ', encoder.FeatureNames),
                encoder.Encode(table).Info!.Attachments["ScratchNN.Tables"],
                    string.Join(' ', table.ToMatrix("x").Cast<float>().Select(x => x.ToString(CultureInfo.InvariantCulture))),
                    Assert.Throws<ArgumentException>(() => encoder.Encode(new TableRow { ["x"] = "1,5" })).Message,
            ];
        }
    }
}
