namespace ScratchNN.Tests;

public class TrainingStateTests
{
    [Fact]
    public void Difference_SameParameters_IsNull() => Assert.Null(Difference([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]));

    [Fact]
    public void Difference_FirstParameter_IsSeen() => Assert.Equal(("0.weight", 0, 1, 2), Difference([1, 2, 3, 4, 5, 6], [2, 2, 3, 4, 5, 6]));

    [Fact]
    public void Difference_OfSeveral_TellsTheLargestInProportion() =>
        Assert.Equal(("0.bias", 1, 0.01f, 0.03f), Difference([1, 100, 3, 4, 5, 0.01f], [1.5f, 90, 3, 4, 5, 0.03f]));

    [Fact]
    public void Difference_SmallNumbers_CountAsThousandths() => // else noise around 0 would be the largest of all
        Assert.Equal(("0.weight", 1, 2, 4), Difference([1e-6f, 2, 3, 4, 5, 6], [2e-4f, 4, 3, 4, 5, 6]));

    [Fact]
    public void Difference_OtherSign_IsNotTheSame() => Assert.Equal(("0.weight", 2, 3, -3), Difference([1, 2, 3, 4, 5, 6], [1, 2, -3, 4, 5, 7]));

    [Fact]
    public void Difference_NaNThere_ComesBeforeAnyNumber_TheFirstOfThem() =>
        Assert.Equal(("0.bias", 0, 5, float.NaN), Difference([1, 2, 3, 4, 5, 6], [1e30f, 2, 3, 4, float.NaN, float.NaN]));

    [Fact]
    public void Difference_NaNHere_DoesNotCount() =>
        Assert.Equal(("0.weight", 3, 4, 5), Difference([float.NaN, 2, 3, 4, 5, float.NaN], [1, 2, 3, 5, 5, float.NaN]));

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Difference_LastParameterOfATensor_BelongsToIt(int parameter)
    {
        float[] here = [1, 2, 3, 4, 5, 6], there = [.. here];
        there[parameter] = 10;

        Assert.Equal(parameter == 3 ? ("0.weight", 3, 4, 10) : ("0.bias", 1, 6, 10), Difference(here, there));
    }

    [Fact]
    public void Constructor_MoreStateThanAnArrayHolds_Throws() =>
        Assert.Throws<ArgumentException>(() => new TrainingState(NewModel(), new() { Optimizer = new Forgetless() }));

    /// <summary>Where a model whose parameters are <paramref name="here"/> differs from a snapshot.</summary>
    private static (string Tensor, int Index, float Here, float There)? Difference(float[] here, float[] there)
    {
        var model = NewModel();
        var state = new TrainingState(model, new() { Optimizer = new Sgd() });
        var snapshot = new ScratchNN.Snapshot(state);
        there.CopyTo(model.Parameters);
        state.Save(snapshot, 0);
        here.CopyTo(model.Parameters);
        return state.Difference(snapshot);
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(new Dense(2));
        model.Build(2);
        return model;
    }

    /// <summary>2²⁸ slots of 16 floats: 2³² wraps to 0.</summary>
    private sealed class Forgetless() : Optimizer(1)
    {
        public override int StateSlots => 1 << 28;

        public override void Step(in OptimizerPass pass)
        {
        }
    }
}
