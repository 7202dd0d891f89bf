namespace ScratchNN.Tests.Files;

/// <summary>A scale goes where the last layer goes: into files, clones and parts of a model.</summary>
public class TargetScaleFileTests
{
    private static readonly float[] _large = Regression.In(1000, 5000);

    [Fact]
    public void SaveAndLoad_PredictTheSame()
    {
        var model = Regression.Fitted(_large).Model;
        var weights = Regression.Model();
        weights.Build(Regression.Features);
        weights.LoadWeights(Stream(model));
        uint[] expected = Bits.Of(model.Predict(Regression.X));

        foreach (var copy in (Model[])[Loaded(model), model.Clone(), weights, model.Take(..), Loaded(Loaded(model))])
        {
            Assert.Equal(expected, Bits.Of(copy.Predict(Regression.X)));
            Assert.Equal(model.TargetScale!.Deviation, copy.TargetScale!.Deviation);
        }
        Assert.Contains("""{"version":3,""", Metadata(model), StringComparison.Ordinal);

        weights.LoadWeights(Stream(Regression.Fitted(_large, options => options with { Loss = new RawSquaredError() }).Model));
        Assert.Null(weights.TargetScale); // it goes with the last layer
    }

    [Theory]
    [InlineData("\"mean\":[", "\"mean\":[1,", "scale of 2 outputs|damaged")]
    [InlineData("\"deviation\":[", "\"deviation\":[-", "damaged")]
    [InlineData("\"scale\":{", "\"scale\":7,\"other\":{", "damaged")]
    public void Load_DamagedScale_Throws(string part, string damaged, string message)
    {
        var model = Regression.Fitted(_large).Model;
        string text = Architecture.Write(model).Replace(part, damaged, StringComparison.Ordinal);
        var file = new MemoryStream();
        SafeTensorsWriter.Write(file, [(Architecture.Key, text)], [.. ParameterTensors.Of(model.BuiltPlan.Layout, model.ParameterBuffer.Memory)]);

        file.Position = 0;
        string thrown = Assert.Throws<InvalidDataException>(() => Model.Load(file)).Message;
        Assert.Contains(message.Split('|'), thrown.Contains);
    }

    [Fact]
    public void SaveBeforeTraining_Load_TrainsAsTheModelItself()
    {
        Model model = Regression.Model();
        model.Build(Regression.Features, seed: 9);
        Model loaded = Loaded(model), copy = model.Clone(), part = model.Take(..);

        uint[] expected = Bits.Of(Regression.Fitted(_large, model: model).Model);

        foreach (var other in (Model[])[loaded, copy, part]) Assert.Equal(expected, Bits.Of(Regression.Fitted(_large, model: other).Model));
        Assert.NotNull(loaded.TargetScale);
    }

    [Fact]
    public void Take_WithoutTheLastLayer_HasNone()
    {
        var model = Regression.Fitted(_large).Model;
        Model encoder = model.Take(..2), head = model.Take(2..);

        Assert.Null(encoder.TargetScale);
        Assert.Equal(Bits.Of(model.Predict(Regression.X)), Bits.Of(head.Predict(encoder.Predict(Regression.X))));
        Assert.All(encoder.Predict(Regression.X).Cast<float>(), value => Assert.InRange(value, -1, 1));
    }

    private static Model Loaded(Model model) => Model.Load(Stream(model));

    private static MemoryStream Stream(Model model) => new(SafeTensorsFile.Save(model));

    private static string Metadata(Model model) => new SafeTensorsReader(Stream(model)).Header.Metadata[Architecture.Key];
}
