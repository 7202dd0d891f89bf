namespace ScratchNN.Tables.Tests;

/// <summary>Recipes and rows that are meant to be learned or read wrongly. What is expected of each was written down before it was run.</summary>
public sealed class NastyRecipeTests
{
    private static readonly Table _table = Read.Csv("n,c,code,b,d,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
        $"{(i % 6 == 5 ? "NA" : $"{i % 7}.5")},{(i % 7 == 6 ? "" : i % 2 == 0 ? "Rome" : "Oslo")},{1000 + (i % 3)},"
        + $"{(i % 4 == 0 ? "yes" : "no")},2020-0{1 + (i % 9)}-15,{i % 2}\n")));

    private static readonly TableEncoder _encoder = TableSchema.Infer(_table, TableTarget.Class("y")).With(new CategoryColumn("code")).Fit(_table);

    /// <summary>A form's texts mean what they mean in a file: spaces around them do not count, and a word for missing is one.</summary>
    [Theory]
    [InlineData("n", " 2.5 ", "2.5")]
    [InlineData("n", "NA", "")]
    [InlineData("n", "?", "")]
    [InlineData("n", "-", "")]
    [InlineData("c", " Rome ", "Rome")]
    [InlineData("c", "NA", "")]
    [InlineData("c", "n/a", "")]
    [InlineData("c", " ", "")]
    [InlineData("b", " YES ", "yes")]
    [InlineData("b", "NULL", "")]
    [InlineData("d", " 2020-03-15 ", "2020-03-15")]
    [InlineData("d", "NaN", "")]
    [InlineData("code", " 1001 ", "1001")]
    public void TextOfARow_MeansWhatItMeansInAFile(string column, string text, string meant)
    {
        float[] expected = _encoder.Encode(new TableRow { [column] = meant });
        Assert.Equal(expected, _encoder.Encode(TableRow.From(new Dictionary<string, string?> { [column] = text })));
        if (text == meant) return;
        var file = Read.Csv("n,c,code,b,d\n"
            + string.Concat(Enumerable.Repeat(string.Join(',', new[] { "n", "c", "code", "b", "d" }.Select(name => name == column ? text : "")) + "\n", 2)),
            new()
            {
                Types = new Dictionary<string, ColumnType>
                {
                    ["n"] = ColumnType.Number, ["c"] = ColumnType.Category, ["code"] = ColumnType.Category, ["b"] = ColumnType.YesNo,
                    ["d"] = ColumnType.Date,
                }
            });
        float[,] x = _encoder.EncodeInputs(file);
        Assert.Equal(expected, Enumerable.Range(0, expected.Length).Select(i => x[0, i]));
    }

    [Fact]
    public void MissingWordThatIsAWordOfTheTable_StaysOne() // NA: North America
    {
        var table = Read.Csv("x,c,y\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}.5,{(i % 4 == 0 ? "" : i % 4 == 1 ? "NA" : "EU")},{i % 2}\n")), new() { Missing = [] });
        var encoder = TableSchema.Infer(table, TableTarget.Class("y")).Fit(table);
        Assert.Equal(["EU", "NA"], encoder.Columns.Single(column => column.Name == "c").Categories);
        Assert.NotEqual(encoder.Encode(new TableRow { ["x"] = 1, ["c"] = "NA" }), encoder.Encode(new TableRow { ["x"] = 1 }));
    }

    [Fact]
    public void CodeAsANumber_IsTheCodeAsAText() =>
        Assert.Equal(_encoder.Encode(new TableRow { ["code"] = "1002" }), _encoder.Encode(new TableRow { ["code"] = 1002 }));

    [Theory]
    [InlineData("n", "7,25", "'n' is '7,25', but the model expects a number")]
    [InlineData("n", "1e39", "'n' is '1e39', but the model expects numbers up to 3.4E+38, the largest float32")]
    [InlineData("n", "∞", "the model expects a number")]
    [InlineData("b", "perhaps", "'b' is 'perhaps', but the model expects yes or no")]
    [InlineData("d", "15/03/2020", "the model expects a date, written yyyy-MM-dd")]
    [InlineData("N", "1", "there is no column 'N'; did you mean 'n'?")]
    public void TextOfARow_OfAnotherType_IsNamed(string column, string text, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => _encoder.Encode(new TableRow { [column] = text })).Message, StringComparison.Ordinal);

    [Fact]
    public void NumberBeyondFloat_IsNamedWithItsRow()
    {
        var table = Read.Csv("n,y\n1e39,a\n2,b\n3,a\n4,b\n");
        var encoder = TableSchema.Infer(table, TableTarget.Class("y")).Fit(table);
        Assert.Contains("Column 'n' holds '1E+39' in row 1: the model expects numbers up to 3.4E+38",
            Assert.Throws<ArgumentException>(() => encoder.Encode(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_ThatLeakOrRepeat_AreRefused()
    {
        var schema = TableSchema.Infer(_table, TableTarget.Class("y"));
        Assert.Contains("Column 'y' is the target", Refused(schema.With(new NumberColumn("y"))), StringComparison.Ordinal);
        Assert.Contains("Column 'n' has two rules", Refused(schema with { Columns = [new NumberColumn("n"), new NumberColumn("n")] }),
            StringComparison.Ordinal);
        Assert.Contains("no column 'z'", Refused(schema.With(new NumberColumn("z"))), StringComparison.Ordinal);
        Assert.Contains("Column 'c' holds categories, but a NumberColumn needs numbers", Refused(schema.With(new NumberColumn("c"))), StringComparison.Ordinal);
        Assert.Contains("Column 'n' holds numbers, but a DateColumn needs dates", Refused(schema.With(new DateColumn("n"))), StringComparison.Ordinal);

        static string Refused(TableSchema schema) => Assert.Throws<ArgumentException>(() => schema.Fit(_table)).Message;
    }

    [Theory]
    [InlineData("x,y\n1.5,a\n2.5,a\n", "only one value")]
    [InlineData("x,y\n1.5,\n2.5,\n", "no value")]
    [InlineData("x,y\n1.5,7\n2.5,7\n", "only one value")]
    [InlineData("x,y\n1.5,2020-01-01\n2.5,2020-01-02\n", "dates, which cannot be a target")]
    public void Target_ThatCannotBeLearned_IsRefused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => TableTarget.Of(Read.Csv(text), "y")).Message, StringComparison.Ordinal);

    [Fact]
    public void Target_OfOneNumber_IsRefusedWhenSaidToo()
    {
        var table = Read.Csv("x,y\n1.5,7\n2.5,7\n3.5,\n");
        Assert.Contains("'y' holds only one value",
            Assert.Throws<ArgumentException>(() => TableSchema.Infer(table, TableTarget.Number("y")).Fit(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoRows_AreRefusedByName()
    {
        var none = _table.Where(_ => false);
        Assert.Equal(0, none.RowCount);
        Assert.Empty(none.ToMatrix("code"));
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => _encoder.EncodeInputs(none)).Message, StringComparison.Ordinal);
        Assert.Contains("no value", Assert.Throws<ArgumentException>(() => TableTarget.Of(none, "y")).Message, StringComparison.Ordinal);
        Assert.Contains("all its values are missing", Assert.Throws<ArgumentException>(() => TableSchema.Infer(none, TableTarget.Class("y"))).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => none.Split(0.2));
    }

    [Fact]
    public void ModelOfAnotherTable_IsRefusedWithAllItsColumns()
    {
        var other = Read.Csv("n,city,b\nx,Rome,1\ny,Oslo,2\n");
        string message = Assert.Throws<ArgumentException>(() => _encoder.EncodeInputs(other)).Message;
        foreach (
            string part in (string[])["column 'n' holds categories ('x', 'y')", "there is no column 'c'", "there is no column 'code'",
                "column 'b' holds '2' in row 2, but the model expects yes or no", "there is no column 'd'", "It has the columns n, city, b."])
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    /// <summary>Two columns that write their dates in two ways: a later file that shows neither is read as each was learned.</summary>
    [Fact]
    public void DatesOfTwoFormats_AreEachReadAsLearned()
    {
        var table = Read.Csv("us,eu,x,y\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"{1 + (i % 12)}/{1 + (i % 28)}/2020,{1 + (i % 28)}/{1 + (i % 12)}/2020,{i}.5,{i % 2}\n")));
        var encoder = TableSchema.Infer(table, TableTarget.Class("y")).Fit(table);
        var model = encoder.NewModel(4);
        new Trainer(model, new() { Epochs = 1 }).Fit(encoder.Encode(table));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["new.csv"], "us,eu,x\n3/4/2020,3/4/2020,1.5\n5/6/2020,5/6/2020,2.5\n");
        var rows = new TableModel(model).ReadCsv(folder["new.csv"]);
        Assert.Equal((new DateTime(2020, 3, 4), new DateTime(2020, 4, 3)), (rows["us"].Date(0), rows["eu"].Date(0)));
        var row = TableRow.From(new Dictionary<string, string?> { ["us"] = "3/4/2020", ["eu"] = "3/4/2020", ["x"] = "1.5" });
        float[,] x = encoder.EncodeInputs(rows);
        Assert.Equal(encoder.Encode(row), Enumerable.Range(0, x.GetLength(1)).Select(i => x[0, i]));
    }

    [Fact]
    public void ObjectOfOddProperties_IsReadOrNamed()
    {
        Assert.Equal(_encoder.Encode(new TableRow { ["code"] = "1001" }),
            _encoder.Encode(TableRow.FromProperties(new { n = (double?)null, c = (string?)null, code = 1001L, b = (bool?)null, d = (DateTime?)null })));
        Assert.Contains("Property n is a System.Int32[]", Assert.Throws<ArgumentException>(() => TableRow.FromProperties(new { n = (int[])[1] })).Message,
            StringComparison.Ordinal);
    }
}
