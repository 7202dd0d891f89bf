using System.Text;

namespace ScratchNN.Tables.Tests;

/// <summary>What is learned of columns, and what rows become by it.</summary>
public sealed class EncoderTests
{
    private static readonly Table _people = Read.Csv(People(60));

    [Fact]
    public void Infer_UselessColumns_AreLeftOutWithTheReason()
    {
        var schema = TableSchema.Infer(_people, TableTarget.Of(_people, "paid"));
        Assert.Equal(
            ["row: it numbers the rows", "customer_id: an identifier: 60 different values in 60 rows, and its name",
                "remark: free text: 60 different texts in 60 rows", "country: it holds only 'X'"],
            schema.LeftOut.Select(column => $"{column.Column}: {column.Reason}"));
        Assert.Equal(["age", "income", "city", "member", "since"], schema.Columns.Select(rule => rule.Column));
        Assert.True(((NumberColumn)schema.Columns[1]).Logarithm);
        Assert.False(((NumberColumn)schema.Columns[0]).Logarithm);
    }

    [Fact]
    public void Encode_FillsGapsAndNumbersCategories()
    {
        static string Number(int i) => i is 7 or > 25 ? "" : i % 5 == 0 ? "2.5" : "1.5";
        static string Category(int i) => i < 10 ? "b" : i < 20 ? "a" : i < 24 ? "rare" : "";
        static string YesNo(int i) => i is 3 or > 25 ? "" : i % 3 == 0 ? "yes" : "no";
        var table = Read.Csv("n,c,y,t\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{Number(i)},{Category(i)},{YesNo(i)},{i % 2}\n")));
        var encoder = TableSchema.Infer(table, TableTarget.Class("t")).Fit(table);

        Assert.Equal(["n", "n is missing", "y", "y is missing", "c"], encoder.FeatureNames);
        float[,] x = encoder.EncodeInputs(table);
        Assert.Equal([2.5f, 0, 1, 0, 2], Row(x, 0)); // 'b' is the second word
        Assert.Equal([1.5f, 1, 0, 0, 2], Row(x, 7)); // the median
        Assert.Equal([1.5f, 0, 0, 1, 2], Row(x, 3)); // the more frequent
        Assert.Equal([2.5f, 0, 0, 0, 1], Row(x, 10));
        Assert.Equal([2.5f, 0, 0, 0, 0], Row(x, 20)); // in 4 rows: with the unknown
        Assert.Equal([2.5f, 0, 0, 0, 3], Row(x, 25)); // a gap
        Assert.Equal([9, 0, 0, 1, 0], encoder.Encode(new TableRow { ["n"] = 9, ["c"] = "never seen" }));
        Assert.Equal(["a", "b"], encoder.Columns.Single(column => column.Name == "c").Categories);
        Assert.Equal(["0", "1"], encoder.ClassNames);
    }

    [Fact]
    public void Encode_LearnsOfTrainingRowsAlone()
    {
        var (train, test) = (_people.Take(..40), _people.Take(40..));
        var schema = TableSchema.Infer(train, TableTarget.Class("paid"));
        Assert.Equal(schema.Fit(train).EncodeInputs(test), schema.Fit(_people.Take(..40)).EncodeInputs(test));
        Assert.NotEqual(schema.Fit(_people).Encode(new TableRow()), schema.Fit(train).Encode(new TableRow())); // other medians
    }

    [Theory]
    [InlineData("a,b,a,b", true, "words")]
    [InlineData("yes,no,no,yes", true, "yes or no")]
    [InlineData("2,4,2,4", true, "two different values, 2 and 4")]
    [InlineData("0.5,1.5,0.5,1.5", true, "two different values")]
    [InlineData("0,1,2,0", true, "3 whole numbers from 0 to 2")]
    [InlineData("1,2,3,1", true, "3 whole numbers from 1 to 3")]
    [InlineData("3,4,5,6", false, "do not begin at 0 or 1")]
    [InlineData("0.5,1,2,3", false, "not whole")]
    public void Target_IsClassOrNumber_ByItsValues(string values, bool isClass, string reason)
    {
        var target = TableTarget.Of(Read.Csv("x,t\n" + string.Concat(values.Split(',').Select((value, i) => $"{i}.5,{value}\n"))), "t");
        Assert.Equal(isClass, target.IsClass);
        Assert.Contains(reason, target.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_ManyWholeNumbers_IsANumber() =>
        Assert.False(TableTarget.Of(Read.Csv("x,t\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i}.5,{i}\n"))), "2").IsClass);

    [Fact]
    public void Target_NotThere_IsRefusedWithWhatThereIs() =>
        Assert.Equal("The table has no column 'payd'. Did you mean 'paid'? It has row, customer_id, age, income, city, member, since, remark, country, paid. "
            + "(Parameter 'column')",
            Assert.Throws<ArgumentException>(() => TableTarget.Of(_people, "payd")).Message);

    [Fact]
    public void Encode_OtherColumns_AreRefusedByName()
    {
        var encoder = TableSchema.Infer(_people, TableTarget.Class("paid")).Fit(_people);
        string message = Assert.Throws<ArgumentException>(() =>
            encoder.EncodeInputs(Read.Csv("Age,income,city,member,since\n1,x,Rome,yes,2020-01-01\n2,y,Oslo,no,2020-01-02\n"))).Message;
        Assert.Contains("there is no column 'age' (is it 'Age'?), column 'income' holds categories ('x', 'y'), but the model expects numbers", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_OtherOrderAndMoreColumns_GiveTheSame()
    {
        var encoder = TableSchema.Infer(_people, TableTarget.Class("paid")).Fit(_people);
        Assert.Equal(encoder.EncodeInputs(_people), encoder.EncodeInputs(_people.Select("country", "since", "member", "city", "income", "age")));
    }

    [Fact]
    public void Encode_RowOfWrongTypesAndNames_NamesThemAll()
    {
        var encoder = TableSchema.Infer(_people, TableTarget.Class("paid")).Fit(_people);
        string message = Assert.Throws<ArgumentException>(() =>
            encoder.Encode(
                new TableRow
                {
                    ["age"] = "old", ["member"] = 7, ["since"] = "soon", ["citty"] = "Rome", ["income"] = 1e300, ["paid"] = "yes",
                    ["row"] = 3
                })).Message;
        Assert.Equal("The row cannot be encoded: there is no column 'citty'; did you mean 'city'?, 'age' is 'old', but the model expects a number, "
            + "'income' is '1E+300', but the model expects numbers up to 3.4E+38, the largest float32, "
            + "'member' is '7', but the model expects yes or no, 'since' is 'soon', but the model expects a date, written yyyy-MM-dd. (Parameter 'row')",
            message);
    }

    [Fact]
    public void Encode_RowOfAnUnknownColumn_SaysWhichThereAre()
    {
        var encoder = TableSchema.Infer(_people, TableTarget.Class("paid")).Fit(_people);
        Assert.Equal("The row cannot be encoded: there is no column 'Temperature'. The model takes age, income, city, member, since. (Parameter 'row')",
            Assert.Throws<ArgumentException>(() => encoder.Encode(new TableRow { ["Temperature"] = 3 })).Message);
    }

    [Fact]
    public void Encode_NumberWithADecimalComma_SaysHowToWriteIt()
    {
        var encoder = TableSchema.Infer(_people, TableTarget.Class("paid")).Fit(_people);
        Assert.Contains("'income' is '7,25', but the model expects a number with a decimal point and no commas: as a C# number or as a text, 1234.5 is read",
            Assert.Throws<ArgumentException>(() => encoder.Encode(new TableRow { ["income"] = "7,25" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Encoder_IsATableOfColumnsAndCodes()
    {
        var table = Read.Csv("n,c,y,t\n" + string.Concat(Enumerable.Range(0, 30).Select(i =>
            $"{(i > 22 ? "" : i % 5 == 0 ? "2.5" : "1.5")},{(i < 10 ? "b" : i < 24 ? "a" : "")},{(i % 3 == 0 ? "yes" : "no")},{i % 2}\n")));
        string[] lines = TableSchema.Infer(table, TableTarget.Class("t")).Fit(table).ToString().ReplaceLineEndings("\n").Split('\n');

        Assert.Equal(
            [
                "3 columns to 4 inputs, which predict 't', one of '0', '1'",
                "column  type        inputs  codes",
                "n       numbers     0, 1    the number; a gap is 1.5, and 1 in 'n is missing'",
                "c       categories  3       'a' 1, 'b' 2, a gap 3, any other 0",
                "y       yes or no   2       no 0, yes 1; a gap is 0",
            ], lines);
    }

    [Fact]
    public void ToString_EncoderOfPeople_NamesWhatIsLeftOut() => Assert.EndsWith(
        "Left out: row (it numbers the rows), customer_id (an identifier: 60 different values in 60 rows, and its name), "
            + "remark (free text: 60 different texts in 60 rows), country (it holds only 'X').",
        TableSchema.Infer(_people, TableTarget.Class("paid")).Fit(_people).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Encode_MissingTarget_IsRefusedWithTheRemedy()
    {
        var table = Read.Csv("x,t\n1.5,a\n2.5,\n3.5,b\n");
        var encoder = TableSchema.Infer(table, TableTarget.Class("t")).Fit(table);
        Assert.Contains("missing in 1 of 3 rows: leave them out with table.WithoutMissing(\"t\")",
            Assert.Throws<ArgumentException>(() => encoder.Encode(table)).Message, StringComparison.Ordinal);
        Assert.Equal(2, encoder.Encode(table.WithoutMissing("t")).Count);
    }

    /// <summary>A file of weights for rows: left out of the inputs, kept in the dataset, not needed to predict.</summary>
    [Fact]
    public void Weight_IsInTheDataset_AndNoInput()
    {
        var table = Read.Csv("x,w,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7}.5,{i % 3},{(i % 2 == 0 ? "a" : "b")}\n")));
        var encoder = (TableSchema.Infer(table, TableTarget.Class("y")) with { Weight = "w" }).Fit(table);

        Assert.Equal(["x"], encoder.FeatureNames);
        Assert.Equal(new LeftOutColumn("w", "the weight of each row"), Assert.Single(encoder.LeftOut));
        float[] weights = new float[40];
        var data = encoder.Encode(table);
        data.Read(new ReadPass { Rows = [.. Enumerable.Range(0, 40)], Inputs = new float[40], Labels = new int[40], Weights = weights });
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (float)(i % 3)), weights);

        var model = encoder.NewModel();
        new Trainer(model, new() { Epochs = 2 }).Fit(data);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        var loaded = TableModel.Load(file);
        Assert.Equal("w", loaded.Encoder.Weight);
        Assert.Equal(loaded.Predict(table.Drop("w")), loaded.Predict(table));
        Assert.Equal(loaded.Predict(new TableRow { ["x"] = 2.5 }), loaded.Predict(new TableRow { ["x"] = 2.5, ["w"] = 9 }));
        Assert.Equal(loaded.Evaluate(table.Where(row => row["w"].ToString() != "0")).Loss, loaded.Evaluate(table).Loss, 1e-6); // rows of weight 0 do not count
        Assert.Contains("no column 'w' with the weights", Assert.Throws<ArgumentException>(() => loaded.Evaluate(table.Drop("w"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The weight 'w' is missing in row 2")]
    [InlineData("-1", "The weight 'w' is -1 in row 2")]
    [InlineData("1e300", "The weight 'w' is 1E+300 in row 2")]
    [InlineData("x", "The weight 'w' holds categories")]
    public void Weight_ThatIsNone_IsRefused(string value, string message)
    {
        var table = Read.Csv($"x,w,y\n1.5,1,a\n2.5,{value},b\n3.5,2,a\n1.5,2,b\n");
        var encoder = (TableSchema.Infer(table, TableTarget.Class("y")) with { Weight = "w" }).Fit(table);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => encoder.Encode(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weight_ThatIsTheTargetOrAllThereIs_IsRefused()
    {
        var table = Read.Csv("w,y\n1,a\n2,b\n5,a\n");
        var schema = TableSchema.Infer(table, TableTarget.Class("y"));
        Assert.Contains("is the target", Assert.Throws<ArgumentException>(() => (schema with { Weight = "y" }).Fit(table)).Message, StringComparison.Ordinal);
        Assert.Contains("No column is left besides the weight 'w' and the target 'y'",
            Assert.Throws<ArgumentException>(() => (schema with { Weight = "w" }).Fit(table)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_WithGaps_AreNumberedAndAnsweredByTheirNames() // of wine.data, 0, 1 and 3
    {
        var table = Read.Csv("x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 3 * 10}.5,{(i % 3 == 2 ? 3 : i % 3)}\n")));
        var target = TableTarget.Of(table, "y");
        Assert.Equal((true, "it has 3 whole numbers from 0 to 3"), (target.IsClass, target.Reason));
        var encoder = TableSchema.Infer(table, target).Fit(table);
        Assert.Equal(["0", "1", "3"], encoder.ClassNames);
        Assert.Equal(3, encoder.OutputCount);
        var model = encoder.NewModel();
        new Trainer(model, encoder.NewOptions(60) with { Epochs = 40 }).Fit(encoder.Encode(table));
        Assert.Equal(["0", "1", "3"], new TableModel(model).PredictLabels(table.Take(..3)));
        Assert.Equal("3", new TableModel(model).PredictLabel(new TableRow { ["x"] = 20.5 }));
    }

    [Fact]
    public void Gaps_OfFewRows_HaveNoColumn()
    {
        static TableEncoder Of(int gaps)
        {
            var table = Read.Csv("n,b,y\n"
                + string.Concat(Enumerable.Range(0, 50)
                    .Select(i => $"{(i < gaps ? "" : $"{i % 9}.5")},{(i < gaps ? "" : i % 4 == 0 ? "yes" : "no")},{i % 2}\n")));
            return TableSchema.Infer(table, TableTarget.Class("y")).Fit(table);
        }
        Assert.Equal(["n", "b"], Of(4).FeatureNames); // as of rare words, too few to learn from
        Assert.Equal(["n", "n is missing", "b", "b is missing"], Of(5).FeatureNames);
    }

    [Fact]
    public void FromProperties_Object_IsARow()
    {
        var encoder = TableSchema.Infer(_people, TableTarget.Class("paid")).Fit(_people);
        var form = new Dictionary<string, string?> { ["age"] = "31", ["income"] = "5000.5", ["city"] = "Rome", ["member"] = "yes", ["since"] = "2020-02-03" };
        float[] expected = encoder.Encode(TableRow.From(form));
        Assert.Equal(expected, encoder.Encode(TableRow.FromProperties(new Person(31, 5000.5, "Rome", true, new DateOnly(2020, 2, 3)))));
        Assert.Equal(expected,
            encoder.Encode(new TableRow { ["age"] = 31, ["income"] = 5000.5, ["city"] = "Rome", ["member"] = true, ["since"] = new DateTime(2020, 2, 3) }));
    }

    /// <summary>People with a column of each kind.</summary>
    internal static string People(int count)
    {
        var text = new StringBuilder("row,customer_id,age,income,city,member,since,remark,country,paid\n");
        for (int i = 0; i < count; i++)
        {
            int age = 20 + (i * 37 % 50), income = 1000 * (i % 20 == 0 ? 90 : 1 + (i * 13 % 3));
            string city = i % 3 == 0 ? "Rome" : i % 3 == 1 ? "Oslo" : "Bonn", member = i % 4 == 0 ? "yes" : "no", since = $"2020-0{1 + (i % 9)}-1{i % 10}";
            text.Append($"{i},C{i * 7919 % 1000},{age},{income},{city},{member},{since},remark no {i},X,{(age > 45 ? "yes" : "no")}\n");
        }
        return text.ToString();
    }

    private static float[] Row(float[,] x, int row) => [.. Enumerable.Range(0, x.GetLength(1)).Select(i => x[row, i])];

#pragma warning disable IDE1006 // names are those of the table
    private sealed record Person(int age, double income, string city, bool member, DateOnly since);
#pragma warning restore IDE1006
}
