namespace ScratchNN.Tests;

public class ModelTakeTests
{
    private static readonly float[,] _x = Blobs.Make().X;

    [Fact]
    public void Take_ARange_ComputesWhatTheseLayersDo()
    {
        var model = NewModel();
        Model front = model.Take(..2), back = model.Take(2..);

        Assert.Equal([3], front.OutputShape.ToArray());
        Assert.Equal(Bits.Of(model.Predict(_x)), Bits.Of(back.Predict(front.Predict(_x))));
        Assert.Equal(Bits.Of(model.Predict(_x)), Bits.Of(model.Take(..).Predict(_x)));
        Assert.Equal(["0.weight", "0.bias"], back.ParameterInfos.Select(info => info.Name));
        Assert.Equal(Bits.Of(model.Parameter("2.weight")), Bits.Of(back.Parameter("0.weight")));
    }

    [Fact]
    public void Take_Weights_AreCopies()
    {
        var model = NewModel();
        uint[] before = Bits.Of(model.Predict(_x));

        model.Take(..1).Parameters.Clear();

        Assert.Equal(before, Bits.Of(model.Predict(_x)));
    }

    [Fact]
    public void Take_FrozenAndInfo_GoWithTheirLayers()
    {
        var model = NewModel();
        model.Freeze("0.*");
        model.Meaning = OutputKind.OneClass;
        model.Info = new DataInfo
        {
            FeatureNames = ["a", "b", "c", "d"], ClassNames = ["x", "y"], OutputNames = ["p", "q"], Attachments = new Dictionary<string, string>
            {
                ["k"] = "v",
            }
        };

        Model front = model.Take(..2), back = model.Take(2..3), all = model.Take(..);

        Assert.True(front.IsFrozen("0.weight") && front.IsFrozen("0.bias") && !back.IsFrozen("0.weight") && all.IsFrozen("0.bias") && !all.IsFrozen("2.bias"));
        Assert.Equal((OutputKind.Numbers, OutputKind.OneClass, OutputKind.OneClass), (front.Meaning, back.Meaning, all.Meaning));
        Assert.True(front.Info is { FeatureNames.Count: 4, ClassNames: null, OutputNames: null, Attachments.Count: 0 });
        Assert.True(back.Info is { FeatureNames: null, ClassNames.Count: 2, OutputNames.Count: 2, Attachments.Count: 0 });
        Assert.True(all.Info is { FeatureNames.Count: 4, ClassNames.Count: 2, OutputNames.Count: 2, Attachments.Count: 1 });
    }

    [Fact]
    public void Take_ModelThatIsNotBuilt_IsNotBuiltEither()
    {
        var part = Blobs.Model().Take(..1);

        Assert.False(part.IsBuilt);
        Assert.Single(part.Layers);
    }

    [Theory]
    [InlineData(0, 0), InlineData(2, 1), InlineData(0, 4), InlineData(3, 3)]
    public void Take_NoSuchLayers_Throws(int first, int end) =>
        Assert.Contains("Take at least one of the 3 layers", Assert.Throws<ArgumentOutOfRangeException>("layers", () => NewModel().Take(first..end)).Message);

    [Fact]
    public void Take_FromTheEndTooFar_Throws() => Assert.Throws<ArgumentOutOfRangeException>("layers", () => NewModel().Take(^4..));

    private static Sequential NewModel()
    {
        var model = new Sequential(new Dense(3), new Tanh(), new Dense(2));
        model.Build(4, seed: 3);
        return model;
    }
}
