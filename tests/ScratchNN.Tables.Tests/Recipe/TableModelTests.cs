using System.Text;

namespace ScratchNN.Tables.Tests;

/// <summary>From a raw table to a file that predicts raw rows.</summary>
public sealed class TableModelTests
{
    private const string Head = "{\"version\":1,\"target\":\"y\",\"leftOut\":{},"; // of an encoder's JSON

    [Fact]
    public void SavedModel_PredictsRawRows_WithTheSameBits()
    {
        var table = Read.Csv(EncoderTests.People(200));
        var encoder = TableSchema.Infer(table, TableTarget.Of(table, "paid")).Fit(table);
        var model = encoder.NewModel();
        new Trainer(model, encoder.NewOptions(table.RowCount) with { Epochs = 5 }).Fit(encoder.Encode(table));
        using var folder = new TemporaryFolder();
        model.Save(folder["m.safetensors"]);

        var loaded = TableModel.Load(folder["m.safetensors"]);

        float[,] expected = new TableModel(model).Predict(table);
        Assert.Equal(expected, loaded.Predict(table));
        Assert.Equal(Enumerable.Range(0, expected.GetLength(1)).Select(i => expected[7, i]), loaded.Predict(table[7]));
        Assert.Equal(encoder.FeatureNames, loaded.Model.Info.FeatureNames);
        Assert.Equal("paid", loaded.Encoder.Target);
        var sparse = new TableRow { ["city"] = "Atlantis", ["age"] = 33 }; // unknown and missing values
        Assert.Equal(new TableModel(model).Predict(sparse), loaded.Predict(sparse));
        Assert.Contains(loaded.PredictLabel(sparse), encoder.ClassNames!);
        Assert.Equal(1, loaded.PredictProbabilities(sparse).Values.Sum(), 1e-6);
        Assert.Equal(loaded.Evaluate(table).Accuracy!.Value, loaded.PredictLabels(table).Zip(Enumerable.Range(0, 200))
            .Count(pair => pair.First == table["paid"].Text(pair.Second)) / 200.0, 1e-9);
    }

    /// <summary>A CSV file is converted once; training from the records is training from the table, and the model knows the recipe as well.</summary>
    [Fact]
    public void Records_OfATable_TrainTheSameModel()
    {
        var table = Read.Csv(EncoderTests.People(200));
        var encoder = TableSchema.Infer(table, TableTarget.Of(table, "paid")).Fit(table);
        var data = encoder.Encode(table);
        using var folder = new TemporaryFolder();
        RecordLayout layout = new() { Input = data.InputShape };

        RecordFile.Write(folder["train.rec"], data, layout);

        using var records = RecordFile.Open(folder["train.rec"], layout);
        var stored = Train(records.With(data.Info!).ReadAhead());
        Assert.Equal(Train(data).Predict(table), stored.Predict(table));
        Assert.Equal(encoder.ClassNames, stored.Model.Info.ClassNames);

        TableModel Train(IDataset data)
        {
            var model = encoder.NewModel();
            new Trainer(model, encoder.NewOptions(table.RowCount) with { Epochs = 3 }).Fit(data);
            return new TableModel(model);
        }
    }

    [Fact]
    public void SavedModel_HasNoRareWords()
    {
        var text = new StringBuilder("name,x,y\n");
        for (int i = 0; i < 100; i++) text.Append($"{(i < 4 ? "Secret" : i % 2 == 0 ? "Often" : "Usual")},{i}.5,{i % 2}\n");
        var table = Read.Csv(text.ToString());
        var encoder = TableSchema.Infer(table, TableTarget.Class("y")).Fit(table);
        var model = encoder.NewModel();
        new Trainer(model, new() { Epochs = 1 }).Fit(encoder.Encode(table));
        using var file = new MemoryStream();
        model.Save(file);
        string content = Encoding.Latin1.GetString(file.ToArray());
        Assert.Contains("Often", content, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", content, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadCsv_OfAModel_KeepsTheTypesThatItLearned()
    {
        var table = Read.Csv("code,x,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i % 3 == 0 ? "A1" : "12")},{i}.5,{i % 2}\n")));
        var encoder = TableSchema.Infer(table, TableTarget.Class("y")).Fit(table);
        var model = encoder.NewModel();
        new Trainer(model, new() { Epochs = 1 }).Fit(encoder.Encode(table));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["new.csv"], "x,code\n1.5,12\n2.5,12\n3.5,\n");

        var tables = new TableModel(model);
        var rows = tables.ReadCsv(folder["new.csv"]);

        Assert.Equal(ColumnType.Category, rows["code"].Type);
        Assert.Equal(tables.Predict(new TableRow { ["code"] = "12", ["x"] = 2.5 }), Enumerable.Range(0, 2).Select(i => tables.Predict(rows)[1, i]));
        File.WriteAllText(folder["new.csv"], "x,code\n1.5,12\nfar,12\n");
        Assert.Contains("column 'x' is declared to hold numbers: 'far' in line 3",
            Assert.Throws<InvalidDataException>(() => tables.ReadCsv(folder["new.csv"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Number_IsPredictedInItsUnit()
    {
        var table = Read.Csv("x,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * 37 % 200},{1000 + (50 * (i * 37 % 200))}\n")));
        var encoder = TableSchema.Infer(table, TableTarget.Number("y")).Fit(table);
        var model = encoder.NewModel();
        new Trainer(model, encoder.NewOptions(table.RowCount) with { Epochs = 60 }).Fit(encoder.Encode(table));
        Assert.InRange(new TableModel(model).Predict(new TableRow { ["x"] = 100 })[0], 5700, 6300);
        Assert.Throws<InvalidOperationException>(() => new TableModel(model).PredictLabel(new TableRow()));
    }

    [Fact]
    public void Model_WithoutAnEncoder_IsRefused()
    {
        var model = new Sequential(new Dense(2, 2), new Softmax());
        model.Build(2);
        Assert.Contains("has no table encoder", Assert.Throws<ArgumentException>(() => new TableModel(model)).Message, StringComparison.Ordinal);
        model.Info = model.Info with { Attachments = new Dictionary<string, string> { ["ScratchNN.Tables"] = "{\"version\":9}" } };
        Assert.Contains("reads versions up to", Assert.Throws<InvalidDataException>(() => new TableModel(model)).Message, StringComparison.Ordinal);
        model.Info = model.Info with { Attachments = new Dictionary<string, string> { ["ScratchNN.Tables"] = "{}" } };
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => new TableModel(model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":\"1\"}")]
    [InlineData(Head + "\"columns\":{}}")]
    [InlineData(Head + "\"columns\":[{}]}")]
    [InlineData(Head + "\"columns\":[{\"name\":\"x\",\"kind\":\"Spline\"}]}")]
    [InlineData(Head + "\"columns\":[{\"name\":\"x\",\"kind\":\"Category\",\"words\":[null],\"gaps\":false}]}")]
    [InlineData(Head + "\"columns\":[{\"name\":null,\"kind\":\"Presence\"},{\"name\":\"z\",\"kind\":\"Presence\"}]}")]
    [InlineData("{\"version\":1,\"target\":null,\"leftOut\":{},\"columns\":[{\"name\":\"x\",\"kind\":\"Presence\"},{\"name\":\"z\",\"kind\":\"Presence\"}]}")]
    [InlineData(Head + "\"columns\":[{\"name\":\"x\",\"kind\":\"Presence\"},{\"name\":\"x\",\"kind\":\"Presence\"}]}")]
    [InlineData(Head + "\"classes\":[\"a\",\"a\"],\"columns\":[{\"name\":\"x\",\"kind\":\"Presence\"},{\"name\":\"z\",\"kind\":\"Presence\"}]}")]
    [InlineData(Head + "\"columns\":[{\"name\":\"x\",\"kind\":\"Number\",\"whole\":false,\"median\":1e999,\"gaps\":true,\"unit\":0}]}")]
    [InlineData(Head + "\"columns\":[{\"name\":\"x\",\"kind\":\"Number\",\"whole\":false,\"median\":1,\"gaps\":true,\"unit\":-1}]}")]
    public void Encoder_ThatIsDamaged_IsRefused(string json)
    {
        var model = new Sequential(new Dense(2, 2), new Softmax());
        model.Build(2);
        model.Info = model.Info with { Attachments = new Dictionary<string, string> { ["ScratchNN.Tables"] = json } };
        string message = Assert.Throws<InvalidDataException>(() => new TableModel(model)).Message;
        Assert.Matches("damaged|later one", message);
    }

    [Fact]
    public void Words_ManyOfThem_AreEmbedded()
    {
        var table = Read.Csv("w,x,y\n" + string.Concat(Enumerable.Range(0, 600).Select(i => $"w{i % 50},{i % 7}.5,{i % 50 % 2}\n")));
        var encoder = TableSchema.Infer(table, TableTarget.Class("y")).Fit(table);
        var model = encoder.NewModel();
        new Trainer(model, encoder.NewOptions(600) with { Epochs = 20 }).Fit(encoder.Encode(table));
        Assert.Contains("OneHot(51, without the first)", model.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, new TableModel(model).Evaluate(table).Accuracy);
    }
}
