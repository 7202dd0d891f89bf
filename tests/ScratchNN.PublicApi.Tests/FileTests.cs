using System.Text.Json;

namespace ScratchNN.PublicApi.Tests;

/// <summary>Files, and the layers of a user in them.</summary>
public class FileTests
{
    [Fact]
    public void FromFile_RegisteredLayers_ComeBack()
    {
        var layers = new LayerRegistry()
            .Add("Leak", json => new Leak(json.GetProperty("slope").GetSingle()))
            .Add("Twice", (json, layers) => new Twice(layers.Read(json.GetProperty("inner"))));
        var model = new Sequential(new Dense(3, 4), new Twice(new Leak(0.1f)), new Block(new Leak(0.3f), new Dense(2)));
        model.Build(3);

        var read = SavedAndRead(model, layers);

        Assert.Equal(model.Predict([[1, -2, 3]]), read.Predict([[1, -2, 3]]));
        Assert.Equal(model.ToString(), read.ToString());
    }

    [Fact]
    public void Save_UnknownLayer_KeepsTheWeightsForAModelMadeInCode()
    {
        var model = new Sequential(new Dense(2, 2), new Scale());
        model.Build(2);
        var file = new MemoryStream();
        model.Save(file);

        file.Position = 0;
        string message = Assert.Throws<InvalidDataException>(() => Model.Load(file)).Message;
        Assert.Matches("a layer \\{\"Scale\":\\{\\}\\}, which is not one of [A-Z].* Block, .* Dense, .*: pass a LayerRegistry", message);
        Assert.Contains("new LayerRegistry().Add(", message, StringComparison.Ordinal);

        file.Position = 0;
        var other = new Sequential(new Dense(2, 2), new Scale());
        other.LoadWeights(file);
        Assert.Equal(model.Parameters.ToArray(), other.Parameters.ToArray());
    }

    [Fact]
    public void Add_NameOfAnotherLayer_Throws()
    {
        // again is not a harm
        var layers = new LayerRegistry().Add("a", _ => new SignedSquare()).Add("a", _ => new SignedSquare()).Add("b", _ => new SignedSquare());

        Assert.Equal(
            $"'Dense' is the name of ScratchNN.Dense already: files call {typeof(Scale)} 'Scale'. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => layers.Add("Dense", _ => new Scale())).Message);
        Assert.Contains("already: give", Assert.Throws<ArgumentException>(() => layers.Add("a", _ => new Scale())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => layers.Add("", _ => new Scale()));
        Assert.Throws<ArgumentNullException>(() => layers.Add("c", (Func<JsonElement, Scale>)null!));
    }

    [Fact]
    public void FromFile_OldNameOfALayer_ReadsIt()
    {
        var model = new Sequential(new ParallelTanh());
        model.Build(2);
        string file = Saved(model);
        Assert.Contains("\"ParallelTanh\"", file.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);

        var old = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(file.Replace("ParallelTanh", "ThreadedTanh", StringComparison.Ordinal)));

        var layers = new LayerRegistry().Add("ParallelTanh", _ => new ParallelTanh()).Add("ThreadedTanh", _ => new ParallelTanh());
        Assert.IsType<ParallelTanh>(Model.Load(old, layers).Layers[0]);
    }

    [Fact]
    public void Save_LayerCalledAsOneOfTheLibrary_HasItsFullName()
    {
        var model = new Sequential(new Own.Tanh());
        model.Build(2);
        Assert.Contains("ScratchNN.PublicApi.Tests.Own.Tanh", Saved(model), StringComparison.Ordinal);

        var layers = new LayerRegistry().Add(typeof(Own.Tanh).FullName!, _ => new Own.Tanh());
        Assert.IsType<Own.Tanh>(SavedAndRead(model, layers).Layers[0]);
    }

    [Fact]
    public void Build_TwoParametersOfOneName_Throws()
    {
        var model = new Sequential(new Twins());

        Assert.StartsWith("Twins.Parameters(2) holds two parameters that are called 'weight'",
            Assert.Throws<InvalidOperationException>(() => model.Build(2)).Message, StringComparison.Ordinal);
        Assert.False(model.IsBuilt);
    }

    private static string Saved(Model model)
    {
        var file = new MemoryStream();
        model.Save(file);
        return System.Text.Encoding.Latin1.GetString(file.ToArray());
    }

    private static Model SavedAndRead(Model model, LayerRegistry layers)
    {
        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        return Model.Load(file, layers);
    }

    /// <summary>A layer with an argument.</summary>
    private sealed class Leak(float slope) : Layer
    {
        public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("slope", slope);

        public override void Forward(in ForwardPass pass)
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Input[i] * (pass.Input[i] > 0 ? 1 : slope);
        }

        public override void Backward(in BackwardPass pass)
        {
            for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = pass.OutputGradient[i] * (pass.Input[i] > 0 ? 1 : slope);
        }
    }

    /// <summary>A layer that holds another: y = f(x) + f(x).</summary>
    private sealed class Twice(Layer inner) : Layer
    {
        public override void WriteArguments(Utf8JsonWriter json)
        {
            json.WritePropertyName("inner");
            LayerRegistry.Write(json, inner);
        }

        public override void Forward(in ForwardPass pass)
        {
            inner.Forward(pass);
            for (int i = 0; i < pass.Output.Length; i++) pass.Output[i] *= 2;
        }

        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();
    }

    private sealed class Twins : Layer
    {
        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
            [new() { Name = "weight", Shape = input }, new() { Name = "weight", Shape = input }];

        public override void Forward(in ForwardPass pass) => throw new NotSupportedException();

        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();
    }
}
