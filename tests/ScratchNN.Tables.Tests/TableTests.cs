namespace ScratchNN.Tables.Tests;

/// <summary>A table in memory, and its parts.</summary>
public sealed class TableTests
{
    private static readonly Table _table = Read.Csv("n,w,c,ok,day\n1.5,1,x,yes,2020-01-31\n,2,y,no,2020-02-01\n-2.5,3,x,,\n4,4,,yes,2021-12-24\n");

    [Fact]
    public void Column_OfManyThatIsNotThere_NamesTheNearestFirst()
    {
        var table = Read.Csv(string.Join(',', Enumerable.Range(0, 30).Select(i => i == 20 ? "SalePrice" : $"column{i}")) + "\n"
            + string.Join(',', Enumerable.Repeat("1.5", 30)) + "\n" + string.Join(',', Enumerable.Repeat("2.5", 30)) + "\n");

        string message = Assert.Throws<ArgumentException>(() => table["price"]).Message;

        Assert.StartsWith("The table has no column 'price'. Did you mean 'SalePrice'? The nearest of its 30 columns are SalePrice, column", message,
            StringComparison.Ordinal);
        Assert.Equal(8, message.Split(':')[0].Split(',').Length);
    }

    [Fact]
    public void Columns_HaveTypesAndValues()
    {
        Assert.Equal([ColumnType.Number, ColumnType.WholeNumber, ColumnType.Category, ColumnType.YesNo, ColumnType.Date],
            _table.Columns.Select(column => column.Type));
        Assert.Equal([1, 0, 1, 1, 1], _table.Columns.Select(column => column.MissingCount));
        Assert.Equal([1.5, double.NaN, 1, 0], (double[])[_table["n"].Number(0), _table["n"].Number(1), _table["ok"].Number(0), _table["ok"].Number(1)]);
        Assert.Equal(new DateTime(2020, 1, 31), _table["day"].Date(0));
        Assert.Null(_table["day"].Date(2));
        Assert.Null(_table["c"].Text(3));
        Assert.Equal("-2.5", _table["n"].Text(2));
        Assert.Equal(["x", "y"], _table["c"].Values);
        Assert.Contains("n: numbers, 1 of 4 missing", _table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_OfAnotherType_AreRefusedByName()
    {
        Assert.Contains("Column 'c' holds categories, not numbers", Assert.Throws<InvalidOperationException>(() => _table["c"].Number(0)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Column 'n' holds numbers, not dates", Assert.Throws<InvalidOperationException>(() => _table["n"].Date(0)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _table["n"].Number(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => _table[-1].Columns.Count);
    }

    [Fact]
    public void Parts_HoldTheirRowsAndColumns()
    {
        Assert.Equal("1|1.5\n2|∅\n3|-2.5\n4|4", Read.Rows(_table.Select("2", "n"))); // by number, and by name
        Assert.Equal("n|ok", Read.Names(_table.Drop("w", "c", "day")));
        Assert.Equal("-2.5|3|x|∅|∅\n4|4|∅|yes|2021-12-24", Read.Rows(_table.Take(^2..)));
        Assert.Equal("4|4|∅|yes|2021-12-24\n1.5|1|x|yes|2020-01-31", Read.Rows(_table.Subset(3, 0)));
        Assert.Equal(2, _table.Where(row => !row["n"].IsMissing && !row["c"].IsMissing).RowCount);
        Assert.Equal(3, _table.WithoutMissing("c").RowCount);
        Assert.Equal("4", _table[3]["n"].ToString());
        Assert.True(_table[3]["c"].IsMissing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Split_PartsTheRowsThatDatasetSplitDoes(ulong seed)
    {
        var table = Read.Csv(EncoderTests.People(60));
        var data = TableSchema.Infer(table, TableTarget.Class("paid")).Fit(table).Encode(table);
        foreach (
            var (split, stratifyBy) in new (Split, string?)[] { (0.2, null), (Split.Last(0.3), null),
                (Split.ByGroup(0.3, [.. Enumerable.Range(0, 60).Select(i => i / 7)]), null), (Split.Stratified(0.25), "paid") })
        {
            var fold = data.Split(split, seed);
            var (train, test) = table.Split(split, stratifyBy, seed);
            Assert.Equal(Read.Rows(table.Subset([.. fold.TrainRows])), Read.Rows(train));
            Assert.Equal(Read.Rows(table.Subset([.. fold.TestRows])), Read.Rows(test));
        }
        // the same, in few words
        Assert.Equal(Read.Rows(table.Split(Split.Stratified(0.25), "paid", seed).Test), Read.Rows(table.Split(0.25, stratifyBy: "10", seed).Test));
    }

    [Fact]
    public void Split_StratifyBy_KeepsSharesOfEachValue_GapsToo()
    {
        var (train, test) = Read.Csv("x,c\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i}.5,{(i < 60 ? "a" : i < 90 ? "b" : "")}\n")))
            .Split(0.2, stratifyBy: "c");
        Assert.Equal((80, 20), (train.RowCount, test.RowCount));
        Assert.Equal([12, 6, 2], (int[])[.. new[] { "a", "b", null }.Select(value => Enumerable.Range(0, 20).Count(row => test["c"].Text(row) == value))]);
    }

    [Fact]
    public void Split_ThatCannotBe_IsRefusedWithTheRemedy()
    {
        var table = Read.Csv("x,c\n1.5,a\n2.5,a\n3.5,b\n");
        Assert.Contains("Column 'c' is 'b' only in row 3", Refused(() => table.Split(0.4, stratifyBy: "c")), StringComparison.Ordinal);
        Assert.Contains("A stratified 0.4 split needs a column to stratify by: table.Split(…, stratifyBy: \"c\")",
            Refused(() => table.Split(Split.Stratified(0.4))), StringComparison.Ordinal);
        Assert.Contains("leave stratifyBy out", Refused(() => table.Split(Split.Last(0.4), stratifyBy: "c")), StringComparison.Ordinal);
        Assert.Contains("no column 'd'", Refused(() => table.Split(0.4, stratifyBy: "d")), StringComparison.Ordinal);
        Assert.Contains("leaves 0 to hold out", Refused(() => table.Split(0.01)), StringComparison.Ordinal);

        static string Refused(Action split) => Assert.Throws<ArgumentException>(split).Message;
    }

    [Fact]
    public void ToMatrix_TakesNumbersAndYesNo()
    {
        Assert.Equal(new float[,] { { 1, 1 }, { 2, 0 } }, _table.Take(..2).Select("w", "ok").ToMatrix());
        string message = Assert.Throws<InvalidDataException>(() => _table.ToMatrix()).Message;
        Assert.Contains("column 'n' lacks 1 of 4 values (line 3), column 'c' holds categories, for example 'x', column 'ok' lacks 1 of 4 values (line 4), "
            + "column 'day' holds dates", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_OfAllKinds_ComeInOneMessage()
    {
        string message = Read.Refused("a,b\n1,x\n2\n?,4\nfar,5\n6,7,8\n",
            new() { Types = new Dictionary<string, ColumnType> { ["a"] = ColumnType.Number, ["b"] = ColumnType.YesNo } });
        Assert.Contains("line 3 has 1, line 6 has 3", message, StringComparison.Ordinal);
        Assert.Contains("column 'a' is declared to hold numbers: 'far' in line 5", message, StringComparison.Ordinal);
        Assert.Contains("column 'b' is declared to hold yes or no: 'x', '4', '5'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_OfNoColumn_AreRefused() =>
        Assert.Contains("has a type for 'z', which is not a column. The columns are a, b.",
            Assert.Throws<ArgumentException>(() =>
                Read.Csv("a,b\n1,2\n", new() { Types = new Dictionary<string, ColumnType> { ["z"] = ColumnType.Text } })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("01/02/2020,31/12/2020", ColumnType.Date)] // the second tells
    [InlineData("01/02/2020,03/04/2020", ColumnType.Category)] // nothing does
    [InlineData("2020-01-02 10:30,2021-01-02 9:05", ColumnType.Date)]
    [InlineData("2020-01-02T10:30:00Z,2021-01-02T09:05:30Z", ColumnType.Date)]
    [InlineData("2020-01-02 10:30:00,2021-01-02 09:05:30", ColumnType.Date)]
    [InlineData("2020-01-02 10:30:00.125,2021-01-02 09:05:30", ColumnType.Date)]
    [InlineData("31.12.2020,1.2.2021", ColumnType.Date)]
    [InlineData("2020-13-01,2020-01-01", ColumnType.Category)]
    public void Dates_OfOneFormat_AreDates(string values, ColumnType type) =>
        Assert.Equal(type, Read.Csv("x,d\n" + string.Concat(values.Split(',').Select((value, i) => $"{i}.5,{value}\n")))["d"].Type);

    [Fact]
    public void Dates_ThatAreAmbiguous_AreSaid_AndReadWithTheFormat()
    {
        const string Text = "x,d\n1.5,01/02/2020\n2.5,03/04/2020\n";
        Assert.Contains("may be d/M/yyyy or M/d/yyyy", Read.Csv(Text).Guesses, StringComparison.Ordinal);
        Assert.Equal(new DateTime(2020, 1, 2), Read.Csv(Text, new() { DateFormat = "MM/dd/yyyy" })["d"].Date(0));
    }

    /// <summary>Every plain number becomes the double that is nearest to its text.</summary>
    [Fact]
    public void Numbers_AreTheNearestDoubles()
    {
        var random = new Random(1);
        string[] texts =
        [
            "0", "-0", "5.", ".5", "-.5", "0.1", "9007199254740991", "9007199254740992", "0.000000000000000001", "123456789012345.678", "0.30000000000000004",
                "1e22", "-1.5E-7", "+3",
            .. Enumerable.Range(0, 3000).Select(_ => $"{(random.Next(2) == 0 ? "-" : "")}{Digits(15)}.{Digits(9)}"),
        ];
        var column = Read.Csv("x,y\n" + string.Concat(texts.Select(text => $"{text},1\n")))["x"];
        for (int row = 0; row < texts.Length; row++)
            Assert.Equal(double.Parse(texts[row], System.Globalization.CultureInfo.InvariantCulture), column.Number(row));

        long Digits(int most) => random.NextInt64(0, (long)Math.Pow(10, random.Next(1, most + 1)));
    }
}
