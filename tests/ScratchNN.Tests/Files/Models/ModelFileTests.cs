namespace ScratchNN.Tests.Files;

/// <summary>Models in files: there and back, and what is said where they do not fit.</summary>
public class ModelFileTests
{
    private const string Json = """{"version":1,"input":[3],"layers":[{"Dense":{"inputs":3,"units":2,"initialization":"GlorotUniform"}}]}""";

    [Fact]
    public void FromFile_NestedBlocks_KeepNamesAndShapes()
    {
        var model = new Sequential(new Dense(4),
            new Block(new ReLU(), new Block(new Dense(5) { Initialization = Initialization.HeNormal }, new ReLU()), new Dense(3)), new Softmax());
        model.Build(new Shape(2, 3), seed: 1);

        var read = Model.Load(new MemoryStream(SafeTensorsFile.Save(model)));

        // as PyTorch nests
        Assert.Equal(["0.weight", "0.bias", "1.1.0.weight", "1.1.0.bias", "1.2.weight", "1.2.bias"], read.ParameterInfos.Select(info => info.Name));
        Assert.Equal(new Shape(2, 3), read.InputShape);
        Assert.Equal(model.ToString(), read.ToString());
        Assert.Equal(Bits.Of(model), Bits.Of(read));
    }

    [Fact]
    public void FromFile_Model_CanBeTrained()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        var read = Model.Load(new MemoryStream(SafeTensorsFile.Save(model)));

        new Trainer(model).Fit(x, y);
        new Trainer(read).Fit(x, y);

        Assert.Equal(Bits.Of(model), Bits.Of(read));
    }

    [Fact]
    public void Save_ModelWithoutParameters_ComesBack()
    {
        var model = new Sequential(new ReLU(), new Softmax());
        model.Build(new Shape(2, 2));

        Assert.Equal(model.ToString(), Model.Load(new MemoryStream(SafeTensorsFile.Save(model))).ToString());
    }

    [Fact]
    public void Load_ModelNotBuilt_TakesTheShapesItInsistsOn()
    {
        var file = SafeTensorsFile.Save(Built(new Dense(3, 2)));
        var insisting = new Sequential(new Dense(3, 2));
        insisting.LoadWeights(new MemoryStream(file));

        Assert.Equal(Bits.Of(Built(new Dense(3, 2))), Bits.Of(insisting));
        Assert.Contains("call Build", Assert.Throws<InvalidOperationException>(() => new Sequential(new Dense(2)).LoadWeights(new MemoryStream(file))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BuiltModel_KeepsItsBuffer()
    {
        var model = Built(new Dense(3, 2));
        var array = model.ParameterBuffer;

        model.LoadWeights(new MemoryStream(SafeTensorsFile.Save(model)));

        Assert.Same(array, model.ParameterBuffer); // so a trainer keeps its state, as after any other writing to the parameters
    }

    [Fact]
    public void Load_AnotherModel_NamesWhatDiffers()
    {
        byte[] file = SafeTensorsFile.Save(Built(new Dense(3, 2), new ReLU(), new Dense(2, 4), new Dense(4, 5)));

        string message = Hostile.Refused(file, read => Built(new Dense(3, 2), new Dense(2, 5), new Dense(5, 6), new Dense(6, 7)).LoadWeights(read));

        Assert.Contains(
            "The file does not fit the model: '1.weight' [5 × 2] is missing; '1.bias' [5] is missing; '2.weight' is [4 × 2], the model has [6 × 5]; "
            + "'2.bias' is [4], the model has [6]; '3.weight' is [5 × 4], the model has [7 × 6]; and 1 more.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ForeignNames_TellsSomeOfBothSides()
    {
        byte[] file = SafeTensorsFile.Save(Built(new Dense(3, 2)));
        var model = Built(new Block(new Dense(3, 2)), new Dense(2, 2), new Dense(2, 2), new Dense(2, 2));

        string message = Hostile.Refused(file, read => model.LoadWeights(read));

        Assert.EndsWith("'2.weight' [2 × 2] is missing; and 3 more; the model has no '0.weight' [2 × 3]; the model has no '0.bias' [2]. "
            + "LoadOptions.Rename gives a tensor the name of a parameter, or null to leave it out; with Strict = false, parameters may be missing.", message,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":4,\"library\":\"0.4\"", "The file was written by ScratchNN 0.4 (format 4); this is ScratchNN ")]
    [InlineData("\"version\":1", "\"version\":4", "written by an unknown version of ScratchNN (format 4)")]
    [InlineData("\"version\":1", "\"version\":4", ", which reads formats 1 to 3: update ScratchNN.")]
    [InlineData("\"version\":1", "\"version\":0", "(format 0)")]
    [InlineData("\"version\":1", "\"version\":1,\"meaning\":\"Nothing\"", "damaged")]
    [InlineData("\"version\":1", "\"version\":1,\"meaning\":\"7\"", "damaged")]
    [InlineData("\"version\":1", "\"version\":1,\"info\":7", "damaged")]
    [InlineData("\"version\":1", "\"version\":1,\"info\":{\"classes\":[null]}", "damaged")]
    [InlineData("\"version\":1", "\"version\":1,\"info\":{\"profile\":{\"count\":1}}", "damaged")]
    [InlineData("\"version\":1", "\"version\":1,\"info\":{\"profile\":{\"count\":1,\"minimum\":[1e99]}}", "has a minimum that is not a finite number")]
    [InlineData("\"version\":1", "\"version\":\"1\"", "damaged")]
    [InlineData("\"version\":1,", "", "damaged: 'version' is missing.")]
    [InlineData("\"input\":[3]", "\"input\":[]", "1 to 4 dimensions")]
    [InlineData("\"input\":[3]", "\"input\":[1,1,1,1,3]", "1 to 4 dimensions")]
    [InlineData("\"input\":[3]", "\"input\":[0]", "at least 1")]
    [InlineData("\"input\":[3]", "\"input\":[3.0]", "damaged")]
    [InlineData("\"input\":[3]", "\"input\":[4]", "expects 3 features per sample, got 4")]
    [InlineData("\"input\":[3],", "", "damaged: 'input' is missing.")]
    [InlineData("\"input\":[3]", "\"input\":[3],\"input\":[3]", "damaged")]
    [InlineData("\"units\":2", "\"units\":0", "is not a layer")]
    [InlineData("\"units\":2", "\"units\":-2", "is not a layer")]
    [InlineData("\"units\":2", "\"units\":2e9999", "is not a layer")]
    [InlineData("\"units\":2", "\"units\":\"2\"", "is not a layer")]
    [InlineData("\"units\":2", "\"units\":null", "is not a layer")]
    [InlineData("\"units\":2,", "", "is not a layer: 'units' is missing.")]
    [InlineData("\"units\":2", "\"units\":3", "'0.weight' is [2 × 3], the model has [3 × 3]")]
    [InlineData("\"inputs\":3,\"units\":2", "\"units\":500000000", "the model has [500000000 × 3]")] // nothing of that size may be allocated
    [InlineData("\"units\":2", "\"units\":2147483647", "damaged")]
    [InlineData("GlorotUniform", "GlorotDance", "is not a layer")]
    [InlineData("\"GlorotUniform\"", "99", "is not a layer")]
    [InlineData("\"GlorotUniform\"", "\"99\"", "Initialization must be GlorotUniform")]
    [InlineData("\"GlorotUniform\"", "null", "is not a layer")]
    [InlineData("\"Dense\"", "\"Dance\"", "{\"Dance\":{\"inputs\":3,\"units\":2,\"initialization\":\"GlorotUniform\"}}, which is not one of Angry, ")]
    [InlineData("{\"Dense\":", "{\"ReLU\":{},\"Dense\":", "A layer is written as {\"name\": {arguments}}")]
    [InlineData("[{\"Dense\"", "[{},{\"Dense\"", "A layer is written as")]
    [InlineData("[{\"Dense\"", "[7,{\"Dense\"", "A layer is written as")]
    [InlineData("[{\"Dense\"", "[{\"Block\":{\"layers\":[]}},{\"Dense\"", "At least one layer is needed")]
    [InlineData("[{\"Dense\"", "[{\"Block\":{}},{\"Dense\"", "is not a layer: 'layers' is missing.")]
    [InlineData("{\"Dense\":", "{\"Block\":", "is not a layer")]
    [InlineData("]}", "", "damaged")]
    public void FromFile_DamagedArchitecture_SaysWhat(string part, string damaged, string message)
    {
        Assert.Contains(part, Json, StringComparison.Ordinal);
        Assert.Contains(message, Refused(Json.Replace(part, damaged, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    public void FromFile_NoArchitecture_Throws(string architecture) => Refused(architecture);

    [Fact]
    public void FromFile_BlocksToTheEndOfTheWorld_Throws()
    {
        string blocks = string.Concat(Enumerable.Repeat("{\"Block\":{\"layers\":[", 1000)) + "{\"ReLU\":{}}" + string.Concat(Enumerable.Repeat("]}}", 1000));
        Assert.Contains("damaged", Refused($"{{\"version\":1,\"input\":[3],\"layers\":[{blocks}]}}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("overflow")]
    [InlineData("index")]
    [InlineData("null")]
    [InlineData("cast")]
    [InlineData("support")]
    public void FromFile_FactoryThatThrows_NamesTheLayer(string what)
    {
        string message = Refused("""{"version":1,"input":[3],"layers":[{"Angry":{"what":"?"}}]}""".Replace("?", what, StringComparison.Ordinal));
        Assert.StartsWith($"{{\"Angry\":{{\"what\":\"{what}\"}}}} is not a layer: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromFile_FactoryThatAsksForMore_NamesTheLayer() =>
        Assert.Equal("{\"Angry\":{}} is not a layer: it lacks a property that Angry is created with.",
            Refused("""{"version":1,"input":[3],"layers":[{"Angry":{}}]}"""));

    [Theory]
    [InlineData("shape that overflows")]
    [InlineData("shape that divides")]
    [InlineData("shape that indexes")]
    public void FromFile_ShapeThatThrows_IsDamage(string what)
    {
        Assert.Contains("damaged: ", Refused("""{"version":1,"input":[3],"layers":[{"Angry":{"what":"?"}}]}""".Replace("?", what, StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NameWithControlCharacters_IsNotRepeated()
    {
        var model = Built(new Named("w\u001b[2J\r\nERROR"), new Dense(3, 2));
        string message = Hostile.Refused(SafeTensorsFile.Save(Built(new Dense(3, 2))), read => model.LoadWeights(read));
        Assert.DoesNotContain(message, char.IsControl);
        Assert.Contains(@"'0.w\u001B[2J\r\nERROR' [1] is missing", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GlorotUniform", "a\\u001b[2J\\u202e\\nERROR")] // an enum that is none
    [InlineData("Dense", "D\\u001b[2J")] // a layer that is none
    [InlineData("units", "un\\u009bits")]
    [InlineData("\"input\":[3]", "\"\\u001b[2J\":1,\"\\u001b[2J\":1")] // a name that is listed twice
    public void FromFile_ControlCharacters_AreNotRepeated(string part, string damaged)
    {
        string message = Refused(Json.Replace(part, damaged, StringComparison.Ordinal));
        Assert.DoesNotContain(message, letter => char.IsControl(letter) || letter == '\u202e');
        Assert.InRange(message.Length, 1, 1000);
    }

    [Fact]
    public void Save_BlocksAsDeepAsTheyCanBe_ComesBackAndRuns()
    {
        const int Deepest = 64;
        Layer layer = new Dense(2, 2);
        for (int i = 1; i < Deepest; i++) layer = new Block(layer); // the model is the last one
        var model = new Sequential(layer);
        new Trainer(model, new() { Epochs = 1 }).Fit([[1, 2], [3, 5]], [0, 1]);

        var read = Model.Load(new MemoryStream(SafeTensorsFile.Save(model)));

        Assert.Equal(Bits.Of(model), Bits.Of(read));
        Assert.Equal(model.Predict([[1, 2]]), read.Predict([[1, 2]]));
        string message = Assert.Throws<ArgumentException>("inner", () => new Sequential(new Block(layer))).Message;
        Assert.StartsWith("Containers can be nested at most 64 deep, counting the model, got 65: put the layers of inner blocks into one block.", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FromFile_WeightsAlone_SaysWhatToDo()
    {
        byte[] file = SafeTensorsFile.WithHeader(SafeTensorsFile.Save(Built(new Dense(3, 2))),
            "{\"0.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"0.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}}");

        Assert.Contains("create the model in code, then Load", Hostile.Refused(file, stream => Model.Load(stream)), StringComparison.Ordinal);
        Built(new Dense(3, 2)).LoadWeights(new MemoryStream(file));
    }

    private static string Refused(string architecture)
    {
        byte[] whole = SafeTensorsFile.Save(Built(new Dense(3, 2)));
        string header = SafeTensorsFile.Header(whole), literal = System.Text.Json.JsonSerializer.Serialize(Json),
            other = System.Text.Json.JsonSerializer.Serialize(architecture);
        header = System.Text.RegularExpressions.Regex.Replace(header, "(\"scratchnn.model\":)\"(\\\\.|[^\"\\\\])*\"", match => match.Groups[1].Value + other);
        Assert.DoesNotContain(literal, header, StringComparison.Ordinal);
        return Hostile.Refused(SafeTensorsFile.WithHeader(whole, header), stream => Model.Load(stream, new LayerRegistry().Add("Angry", Angry.Read)));
    }

    /// <summary>A layer that nobody should register.</summary>
    private sealed class Angry : Layer
    {
        private string? _shape;

        public static Angry Read(System.Text.Json.JsonElement json) => json.GetProperty("what").GetString() switch
        {
            "overflow" => throw new OverflowException("too much"),
            "index" => Array.Empty<Angry>()[1],
            "null" => null!,
            "cast" => throw new InvalidCastException("other"),
            "support" => throw new NotSupportedException("not here"),
            var shape => new Angry { _shape = shape },
        };

        public override Shape OutputShape(Shape input) => _shape switch
        {
            "shape that divides" => input.Size / (input.Size - 3),
            "shape that indexes" => Array.Empty<Shape>()[1],
            _ => checked(input.Size * int.MaxValue),
        };

        public override void Forward(in ForwardPass pass) => throw new NotSupportedException();

        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();
    }

    /// <summary>A layer whose parameter is called so.</summary>
    private sealed class Named(string name) : Layer
    {
        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = name, Shape = 1 }];

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();
    }

    private static Sequential Built(params ReadOnlySpan<Layer> layers)
    {
        var model = new Sequential(layers);
        model.Build(3, seed: 1);
        return model;
    }
}
