using System.Text.Json;

namespace ScratchNN.PublicApi.Tests;

/// <summary>Files, and the layers of a user in them.</summary>
public class FileTests
{
    [Fact]
    public void FromFile_RegisteredLayers_ComeBack()
    {
        LayerRegistry.Register("Leak", json => new Leak(json.GetProperty("slope").GetSingle()));
        LayerRegistry.Register("Twice", json => new Twice(LayerRegistry.Read(json.GetProperty("inner"))));
        var model = new Sequential(new Dense(3, 4), new Twice(new Leak(0.1f)), new Block(new Leak(0.3f), new Dense(2)));
        model.Build(3);

        var read = SavedAndRead(model);

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
        string message = Assert.Throws<InvalidDataException>(() => Sequential.FromFile(file)).Message;
        Assert.Contains("a layer {\"Scale\":{}}, which is none of Block, Dense,", message, StringComparison.Ordinal);
        Assert.Contains("LayerRegistry.Register", message, StringComparison.Ordinal);

        file.Position = 0;
        var other = new Sequential(new Dense(2, 2), new Scale());
        other.Load(file);
        Assert.Equal(model.Parameters.ToArray(), other.Parameters.ToArray());
    }

    [Fact]
    public void Register_NameOfAnotherLayer_Throws()
    {
        Assert.Contains("'Dense' is the name of ScratchNN.Dense already", Assert.Throws<ArgumentException>(() => LayerRegistry.Register("Dense", _ => new Scale())).Message, StringComparison.Ordinal);
        LayerRegistry.Register("a", _ => new SignedSquare());
        LayerRegistry.Register("a", _ => new SignedSquare()); // again is no harm
        LayerRegistry.Register("b", _ => new SignedSquare());
        Assert.Throws<ArgumentException>(() => LayerRegistry.Register("a", _ => new Scale()));
        Assert.Throws<ArgumentException>(() => LayerRegistry.Register("", _ => new Scale()));
    }

    [Fact]
    public void Save_LayerOfSeveralNames_WritesTheLast()
    {
        LayerRegistry.Register("Tanh 1", _ => new ParallelTanh());
        LayerRegistry.Register("Tanh 2", _ => new ParallelTanh());
        var model = new Sequential(new ParallelTanh());
        model.Build(2);
        var file = new MemoryStream();
        model.Save(file);

        Assert.Contains("Tanh 2", System.Text.Encoding.Latin1.GetString(file.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_TwoParametersOfOneName_Throws()
    {
        var model = new Sequential(new Twins());

        Assert.StartsWith("Twins.Parameters(2) holds two parameters that are called 'weight'", Assert.Throws<InvalidOperationException>(() => model.Build(2)).Message, StringComparison.Ordinal);
        Assert.False(model.IsBuilt);
    }

    private static Sequential SavedAndRead(Sequential model)
    {
        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        return Sequential.FromFile(file);
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
        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => [new() { Name = "weight", Shape = input }, new() { Name = "weight", Shape = input }];

        public override void Forward(in ForwardPass pass) => throw new NotSupportedException();

        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();
    }
}
