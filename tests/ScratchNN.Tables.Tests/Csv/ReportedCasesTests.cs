using System.Text;

namespace ScratchNN.Tables.Tests;

/// <summary>CSV files that other readers got wrong, as public reports tell: the right value, or the right message.</summary>
public sealed class ReportedCasesTests
{
    [Fact]
    public void Mark_BeforeAQuotedHeader_IsNoPartOfIt() // pandas-dev/pandas#4793
    {
        Assert.Equal("a, b|c", Read.Names(Read.Csv("\uFEFF\"a, b\",c\n1,2\n")));
        Assert.Equal("1|2", Read.Rows(Read.Csv("\uFEFF\"1\",2\n")));
    }

    [Theory] // pandas-dev/pandas#14124, #9295
    [InlineData("a,b\n10,20,\n30,40,\n")]
    [InlineData("10,20,\n30,40,\n")]
    [InlineData("a,b,\n10,20,\n30,40,\n")]
    public void Separator_AtTheEndOfEveryRow_EndsIt(string text)
    {
        var table = Read.Csv(text);
        Assert.Equal("10|20\n30|40", Read.Rows(table));
        Assert.Contains("Every row ends with a separator", table.Guesses, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n10,20,\n30,40\n")] // of two rows, the header tells
    [InlineData("a,b\n10,20,\n30,40\n50,60\n")]
    public void Separator_AtTheEndOfOneRow_IsNamed(string text) =>
        Assert.Equal("a row ends with a separator: line 2. Remove it, or end every row with one.", Read.Refused(text));

    [Fact] // JuliaStats/RDatasets.jl#6, blue-yonder/tsfresh#162
    public void RowNumber_WithoutAName_IsNoInput()
    {
        var table = Read.Csv(",a,y\n0,5.1,0\n1,4.9,0\n2,6.3,1\n3,6.1,1\n");
        Assert.Equal("1|a|y", Read.Names(table));
        var schema = TableSchema.Infer(table, TableTarget.Of(table, "y"));
        Assert.Equal(new LeftOutColumn("1", "it numbers the rows"), Assert.Single(schema.LeftOut));
        Assert.Equal(["a"], schema.Fit(table).FeatureNames);
    }

    [Fact]
    public void Header_OfAnotherLength_IsSaid()
    {
        var table = Read.Csv("x,y\n1,2,3\n4,5,6\n7,8,9\n");
        Assert.Equal("1|2|3", Read.Names(table));
        Assert.Equal("1|2|3\n4|5|6\n7|8|9", Read.Rows(table));
        Assert.Contains("header in line 1 has 2 names, the rows have 3 fields", table.Guesses, StringComparison.Ordinal);
    }

    [Fact] // HuwCampbell/grenade#91, modelfoxdotdev/modelfox#31
    public void Header_ThatCounts_IsAHeader_AndSaid()
    {
        var table = Read.Csv("0,1,2\n5.1,3.5,0\n4.9,3.0,1\n");
        Assert.Equal("0|1|2", Read.Names(table));
        Assert.Equal(2, table.RowCount);
        Assert.Contains("counts 0 to 2 and was read as a header; if it is a row, set HasHeader = false", table.Guesses, StringComparison.Ordinal);
        Assert.Equal(3, Read.Csv("0,1,2\n5.1,3.5,0\n4.9,3.0,1\n", new() { HasHeader = false }).RowCount);
    }

    [Fact]
    public void Header_ThatCountsAsTheRowsDo_IsARow_AndSaid()
    {
        var table = Read.Csv("0,1,2\n2,1,0\n1,0,2\n");
        Assert.Equal(3, table.RowCount);
        Assert.Contains("if it is a header, set HasHeader = true", table.Guesses, StringComparison.Ordinal);
    }

    [Fact] // SciSharp/TensorFlow.NET#1135, coatless-rpkg/ucidata#5
    public void Header_OfNumbers_IsNotSkippedUnsaid() =>
        Assert.Contains("line 1 holds numbers (5.1, 3.5, 0) and HasHeader = true would lose them",
            Read.Refused("5.1,3.5,0\n4.9,3.0,1\n", new() { HasHeader = true }), StringComparison.Ordinal);

    [Fact]
    public void Header_OfNumbers_WhenMeant_IsGivenNames()
    {
        var table = Read.Csv("5.1,3.5,0\n4.9,3.0,1\n", new() { SkipLines = 1, ColumnNames = ["a", "b", "c"], HasHeader = false });
        Assert.Equal("a|b|c", Read.Names(table));
        Assert.Equal("4.9|3|1", Read.Rows(table));
    }

    [Theory] // dotnet/machinelearning#1980, #4132
    [InlineData(""), InlineData(" "), InlineData("\"\""), InlineData("?"), InlineData("NA"), InlineData("N/A"), InlineData("nan"), InlineData("NaN"),
        InlineData("NULL"), InlineData("None"), InlineData("-"), InlineData(".")]
    public void MissingValue_IsNever0(string value)
    {
        var table = Read.Csv($"1,{value}\n3,4\n");
        Assert.Equal("1|∅\n3|4", Read.Rows(table));
        Assert.True(double.IsNaN(table["2"].Number(0)));
        string message = Assert.Throws<InvalidDataException>(() => table.ToMatrix()).Message;
        Assert.Contains("column '2' lacks 1 of 2 values (line 1)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingValues_ComeInOneMessage_WithCountAndLines()
    {
        var table = Read.Csv("a,b\n" + string.Concat(Enumerable.Range(1, 30).Select(i => i % 2 == 0 ? $"{i},?\n" : $"{i},{i}\n")));
        string message = Assert.Throws<InvalidDataException>(() => table.ToMatrix()).Message;
        Assert.Contains("column 'b' lacks 15 of 30 values (line 3, 5, 7, 9, 11, 13, 15, 17, 19, 21 and 5 more)", message, StringComparison.Ordinal);
    }

    [Theory] // pandas-dev/pandas#12443, h2oai/datatable#600
    [InlineData("0\n\n1\n", "0\n∅\n1")]
    [InlineData("y\n0\n\n1\n", "0\n∅\n1")]
    [InlineData("y\n0\n1\n\n\n", "0\n1")]
    [InlineData("\n\ny\n0\n1\n", "0\n1")]
    [InlineData("y\n0\n\"\"\n1", "0\n∅\n1")]
    public void BlankLine_InOneColumn_IsAMissingValue(string text, string rows) => Assert.Equal(rows, Read.Rows(Read.Csv(text)));

    [Theory] // dotnet/machinelearning#5145, numpy/numpy#13810, CarlVerret/csFastFloat#96
    [InlineData("6,5;3,3\n", "6.5|3.3")]
    [InlineData("6,5\n3,3\n", "6|5\n3|3")]
    [InlineData("397,72;1\n1,5;2\n", "397.72|1\n1.5|2")]
    [InlineData("\uFEFF\"a\";\"b\"\r\n\"5,1\";\"x\"\r\n\"4,9\";\"y\"\r\n", "5.1|x\n4.9|y")]
    [InlineData("\"a\",\"b\"\n\"5,1\",\"3,5\"\n\"4,9\",\"3,0\"\n", "5.1|3.5\n4.9|3")]
    [InlineData("a;b\n1.234,5;2\n12,25;3\n", "1234.5|2\n12.25|3")]
    [InlineData("a,b\n\"1,234,567\",2\n\"12,000\",3\n", "1234567|2\n12000|3")]
    [InlineData(" 0.006  18.0   2.31\n 0.027   0.0   7.07\n", "0.006|18|2.31\n0.027|0|7.07")]
    [InlineData("18.0   8   3504.\t\"chevrolet  malibu\"\r\n15.0   8   3693.\t\"buick skylark 320\"\r\n",
        "18|8|3504|chevrolet  malibu\n15|8|3693|buick skylark 320")]
    public void SeparatorAndDecimalMark_AreFound(string text, string rows) => Assert.Equal(rows, Read.Rows(Read.Csv(text)));

    [Fact]
    public void Separator_IsSaid()
    {
        Assert.Contains("separated by commas", Read.Csv("6,5\n3,3\n").Guesses, StringComparison.Ordinal);
        Assert.Contains("separated by semicolons, no header, quotes enclose fields, decimal comma", Read.Csv("6,5;3,3\n").Guesses, StringComparison.Ordinal);
    }

    [Theory] // PowerShell/PowerShell#7776, dotnet/machinelearning#134
    [InlineData("sep=;\na;b\n1;2\n", "a|b", "1|2")]
    [InlineData("# made by hand\na,b\n1,2\n", "a|b", "1|2")]
    [InlineData("# made by a, and b\na,b\n1,2\n", "a|b", "1|2")]
    [InlineData("% one\n%two, with a comma\n\n7,2,3\n4,5,6\n", "1|2|3", "7|2|3\n4|5|6")]
    [InlineData("// one\n7\t2\t3\n4\t5\t6\n", "1|2|3", "7|2|3\n4|5|6")]
    [InlineData("#Label\tx\n1\t2.5\n0\t3.5\n", "#Label|x", "1|2.5\n0|3.5")]
    [InlineData("#name,kind\na,b\nc,d\ne,b\n", "#name|kind", "a|b\nc|d\ne|b")]
    [InlineData("country,2019,2020\nA,1.5,2.5\nB,3.5,4.5\n", "country|2019|2020", "A|1.5|2.5\nB|3.5|4.5")]
    [InlineData("a,b\n1,2\n3,4\n# the end\n", "a|b", null)]
    [InlineData("Sales of 2020\nx,y,z\n1,2,3\n4,5,6\n", "x|y|z", "1|2|3\n4|5|6")]
    public void LinesBeforeTheTable_AreObeyedOrSkipped(string text, string names, string? rows)
    {
        if (rows == null)
        {
            Assert.Contains("line 4 has 1", Read.Refused(text), StringComparison.Ordinal); // no comment before the table: it may be a row
            Assert.Equal("1|2\n3|4", Read.Rows(Read.Csv(text, new() { Comment = "#" })));
            return;
        }
        Assert.Equal(names, Read.Names(Read.Csv(text)));
        Assert.Equal(rows, Read.Rows(Read.Csv(text)));
    }

    [Fact] // dotnet/machinelearning#7315, mljar/mljar-supervised#245
    public void Words_AreCategories()
    {
        var table = Read.Csv("5.1,setosa\n6.3,virginica\n");
        Assert.Equal(ColumnType.Category, table["2"].Type);
        Assert.Equal("5.1|setosa\n6.3|virginica", Read.Rows(table));
    }

    [Theory] // dotnet/machinelearning#3773, mljar/mljar-supervised#245
    [InlineData("virginica,setosa,virginica,versicolor,setosa,versicolor", "setosa|versicolor|virginica")] // not in the order in which they come
    [InlineData("100,10,2,1,0,1,2,10,100,0", "0|1|2|10|100")] // not as text
    [InlineData("b,A,a,B,b,A,a,B", "A|B|a|b")] // by their letters, in every language
    public void Classes_AreNumberedInTheirOrder(string values, string names)
    {
        var table = Read.Csv("x,y\n" + string.Concat(values.Split(',').Select((value, i) => $"{i}.5,{value}\n")));
        var encoder = TableSchema.Infer(table, TableTarget.Of(table, "y")).Fit(table);
        Assert.Equal(names, string.Join('|', encoder.ClassNames!));
        var data = encoder.Encode(table);
        int[] labels = new int[data.Count];
        data.Read(new ReadPass { Rows = [.. Enumerable.Range(0, data.Count)], Inputs = new float[data.Count * data.InputShape.Size], Labels = labels });
        Assert.Equal(values.Split(','), labels.Select(label => encoder.ClassNames![label]));
    }

    [Fact] // UCI's adult.test ends its labels in a dot
    public void Class_ThatTrainingDidNotHave_IsRefusedByName()
    {
        var train = Read.Csv("x,y\n1.5,<=50K\n2.5,>50K\n3.5,<=50K\n");
        var encoder = TableSchema.Infer(train, TableTarget.Of(train, "y")).Fit(train);
        string message = Assert.Throws<ArgumentException>(() => encoder.Encode(Read.Csv("x,y\n1.5,<=50K.\n2.5,>50K.\n"))).Message;
        Assert.Contains("The target 'y' is '<=50K.' in row 1, which is not one of the classes '<=50K', '>50K'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeparatorLine_WithTheSeparatorSaid_IsObeyed() =>
        Assert.Equal("1|2", Read.Rows(Read.Csv("sep=;\na;b\n1;2\n", new() { Separator = ';', HasHeader = true })));

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:1234\nsize 18\n", "Git LFS")]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>", "HTML")]
    [InlineData("<html>\n<head>", "HTML")]
    [InlineData("% comment\n\n@RELATION iris\n@ATTRIBUTE a REAL\n@DATA\n1\n", "ARFF")]
    [InlineData("{\"a\": 1, \"b\": 2}\n{\"a\": 3, \"b\": 4}\n", "JSON")]
    [InlineData("[{\"a\": 1}]", "JSON")]
    [InlineData("<?xml version=\"1.0\"?><a/>", "XML")]
    [InlineData("1 1:0.5 3:1\n0 2:0.25\n1 1:1\n", "LIBSVM")]
    [InlineData("name: Ann\nage: 3\n\nname: Bob\nage: 4\n", "records")]
    public void OtherTexts_AreNamed(string text, string name) => Assert.Contains(name, Read.Refused(text), StringComparison.Ordinal);

    [SharedTheory("data/tables")]
    [InlineData("fortran-i8-2x3.npy", "this is a NumPy array: read it with Npy.")]
    [InlineData("bool-3.npy", "this is a NumPy array: read it with Npy.")]
    [InlineData("multi.npz", "this is a NumPy .npz archive: read its arrays with Npy.")]
    [InlineData("burn-multi_layer.safetensors", "this is a safetensors file, the weights of a model: Model.Load reads it.")]
    public void RealFiles_ThatAreNoTables_AreNamedInOneSentence(string file, string message)
    {
        string path = SharedFolder.Resolve($"data/tables/{file}");
        Assert.Equal($"{path}: {message}", Assert.Throws<InvalidDataException>(() => Table.ReadCsv(path)).Message);
    }

    [Fact]
    public void OtherFiles_AreNamed()
    {
        Assert.Contains("Excel workbook", Read.Refused([(byte)'P', (byte)'K', 3, 4, .. "…[Content_Types].xml…xl/workbook.xml"u8]), StringComparison.Ordinal);
        Assert.Contains("zip archive", Read.Refused([(byte)'P', (byte)'K', 3, 4, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("gzip", Read.Refused([0x1F, 0x8B, 8, 0]), StringComparison.Ordinal);
        Assert.Contains("Parquet", Read.Refused([.. "PAR1"u8, 1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("NumPy", Read.Refused([0x93, .. "NUMPY"u8, 1, 0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Encodings_AreFound()
    {
        const string Text = "größe,y\n1.5,ä\n2.5,ö\n3.5,ö\n";
        foreach (
            Encoding encoding in (Encoding[])[new UTF8Encoding(true), new UTF8Encoding(false), new UnicodeEncoding(false, true),
                new UnicodeEncoding(true, true), new UnicodeEncoding(false, false), new UTF32Encoding(false, true)])
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)];
            var table = Table.ReadCsv(new MemoryStream(bytes));
            Assert.Equal("größe|y", Read.Names(table));
            Assert.Equal("1.5|ä\n2.5|ö\n3.5|ö", Read.Rows(table));
        }
    }

    [Fact]
    public void Latin1_IsRefusedWithTheRemedyThatWorks()
    {
        byte[] bytes = Encoding.Latin1.GetBytes("größe,y\n1.5,a\n2.5,b\n");
        Assert.Contains("byte 0xF6 in line 1", Read.Refused(bytes), StringComparison.Ordinal);
        Assert.Equal("größe|y", Read.Names(Table.ReadCsv(new MemoryStream(bytes), new() { Encoding = Encoding.Latin1 })));
    }
}
