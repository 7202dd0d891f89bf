namespace ScratchNN.Tests;

public class SequentialTests
{
    [Fact]
    public void Constructor_LayersThatDoNotFit_NamesTheLayer()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Sequential(new Dense(784, 128), new ReLU(), new Dense(100, 10)));

        Assert.Equal("Dense(100 → 10) expects 100 features per sample, got 128. It is layer 2, after layers whose output is [128].", exception.Message);
    }

    [Fact]
    public void Constructor_NoLayersOrNull_Throws()
    {
        Assert.Throws<ArgumentException>("layers", () => new Sequential());
        Assert.Throws<ArgumentNullException>("layers", () => new Sequential(new ReLU(), null!));
    }

    [Fact]
    public void Constructor_Anything_BuildsNothing()
    {
        Assert.False(new Sequential(new Dense(4, 3)).IsBuilt);
        Assert.Equal(2, new Sequential(new Dense(4, 3), new ReLU()).Layers.Count);
    }

    [Fact]
    public void Build_Shape_FixesShapesAndDrawsWeights()
    {
        var model = Blobs.Model(hidden: 8);

        model.Build(Blobs.Features, seed: 3);

        Assert.True(model.IsBuilt);
        Assert.Equal((Shape)Blobs.Features, model.InputShape);
        Assert.Equal((Shape)Blobs.Classes, model.OutputShape);
        Assert.Equal((4 * 8) + 8 + (8 * 3) + 3, model.Parameters.Length);
        Assert.Contains(model.Parameter("0.weight").ToArray(), weight => weight != 0);
        Assert.All(model.Parameter("0.bias").ToArray(), bias => Assert.Equal(0, bias));
        Assert.NotEqual(model.Parameter("0.weight")[..24].ToArray(), model.Parameter("2.weight").ToArray());
    }

    [Fact]
    public void Build_SameSeed_SameWeights()
    {
        Model one = Blobs.Model(), two = Blobs.Model(), other = Blobs.Model();
        one.Build(4, 1);
        two.Build(4, 1);
        other.Build(4, 2);

        Assert.Equal(Bits.Of(one), Bits.Of(two));
        Assert.NotEqual(Bits.Of(one), Bits.Of(other));
        two.Build(4, 2);
        Assert.Equal(Bits.Of(other), Bits.Of(two));
    }

    [Fact]
    public void Build_ShapeThatDoesNotFit_LeavesTheModelAlone()
    {
        var model = new Sequential(new Dense(4, 3));

        Assert.Throws<ArgumentException>(() => model.Build(5));
        Assert.Throws<ArgumentException>(() => model.Build(default));

        Assert.False(model.IsBuilt);
    }

    [Fact]
    public void ParameterInfos_NestedLayers_AreNamedByTheirPlace()
    {
        var shared = new Dense(4, 4);
        var model = new Sequential(shared, new Block(new ReLU(), shared), new Dense(2));
        model.Build(4);

        Assert.Equal(["0.weight", "0.bias", "1.1.weight", "1.1.bias", "2.weight", "2.bias"], model.ParameterInfos.Select(info => info.Name));
        Assert.Equal(new ParameterInfo { Name = "2.weight", Shape = new Shape(4, 2), FileAxes = [1, 0], FanIn = 4 }, model.ParameterInfos[4]);
        Assert.Equal(new ParameterInfo { Name = "2.bias", Shape = 2, Role = ParameterRole.Undecayed }, model.ParameterInfos[5]);
        Assert.NotEqual(model.Parameter("0.weight").ToArray(), model.Parameter("1.1.weight").ToArray()); // used twice, weights of its own
    }

    [Fact]
    public void Parameter_Name_IsAPartOfParameters()
    {
        var model = Blobs.Model();
        model.Build(4);

        model.Parameter("2.bias")[1] = 42;

        Assert.Equal(42, model.Parameters[^2]);
        Assert.Equal(model.Parameters[..64].ToArray(), model.Parameter("0.weight").ToArray());
        Assert.Equal(42, model.Predict([[0, 0, 0, 0]])[0, 1]); // the other biases are 0
    }

    [Fact]
    public void Parameter_UnknownName_ListsThoseThereAre()
    {
        var model = Blobs.Model();
        model.Build(4);

        var exception = Assert.Throws<ArgumentException>("name", () => { model.Parameter("1.weight"); });

        Assert.StartsWith("The model has no parameter '1.weight'. It has 0.weight, 0.bias, 2.weight, 2.bias.", exception.Message);
    }

    [Fact]
    public void NotBuilt_Anything_NamesTheRemedy()
    {
        var model = new Sequential(new Dense(4, 3));
        const string Message = "The model has no weights yet: call Build(4) or train it first.";

        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => model.Predict(new float[1, 4])).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => model.Predict(new float[4], new float[3])).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => model.PredictClasses(new float[1, 4])).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => model.PredictProbabilities(new float[0, 4])).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => { _ = model.Parameters; }).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => { _ = model.InputShape; }).Message);
        Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => { _ = model.ParameterInfos; }).Message);
        Assert.Contains("call Build, with the shape of one sample, or train",
            Assert.Throws<InvalidOperationException>(() => { _ = Blobs.Model().OutputShape; }).Message);
    }

    [Fact]
    public void ToString_Model_IsATable()
    {
        var model = new Sequential(new Dense(784, 128), new ReLU(), new Block(new Dense(64), new ReLU()), new Dense(10), new Softmax());

        Snapshot.Verify(model.ToString());

        string before = model.ToString();
        model.Build(784);
        Assert.Equal(before, model.ToString());
    }

    [Fact]
    public void ToString_ShapesNotKnown_ListsTheLayers() => Assert.Equal("Sequential(Dense(16), ReLU, Dense(3)), not built", Blobs.Model().ToString());
}
