namespace ScratchNN.Tests.LayerContract;

/// <summary>What a layer says about itself holds.</summary>
public sealed class LayerTraitsTests
{
    private const int Rows = 9;
    private const float Tolerance = 1e-4f; // of sums of about 30 products near 1

    public static TheoryData<string> Names => LayerCases.Names;

    [Theory, MemberData(nameof(Names))]
    public void OutputRange_SmallAndHugeInputs_HoldsEveryOutput(string name)
    {
        var row = LayerCases.Get(name);
        if (row.Layer.OutputRange is not var (low, high)) return;
        foreach (float scale in (float[])[0, 1, 100, 1e6f])
            Assert.All(Forward(row, Scaled(row, scale)), y => Assert.InRange(y, low, high));
    }

    [Theory]
    [InlineData("ReLU 17", 0, 1e4f)]
    [InlineData("sigmoid 17", 0, 1)]
    [InlineData("tanh 17", -1, 1)]
    [InlineData("softmax 17", 0, 1)]
    [InlineData("ELU, 17", -1, 1e4f)]
    [InlineData("ELU 0.5, 17", -0.5f, 1e4f)]
    [InlineData("softplus, 17", 0, 1e4f)]
    public void OutputRange_HugeInputs_IsReached(string name, float low, float high)
    {
        var y = Forward(LayerCases.Get(name), Scaled(LayerCases.Get(name), 1e4f));
        Assert.Equal(low, y.Min());
        Assert.True(y.Max() >= high);
    }

    [Theory, MemberData(nameof(Names))]
    public void IsLinear_SumOfInputs_GivesTheSumOfOutputsOrDoesNot(string name)
    {
        var row = LayerCases.Get(name);
        if (row.Layer.Categories(row.Input, 0) != null) return; // the sum of two indices may be none
        // a constant; a user's need not say it
        if (name == "softmax 1" || (!row.Layer.IsLinear && row.Layer.GetType().Assembly != typeof(Layer).Assembly)) return;
        float[] a = Scaled(row, 1), b = Draw.Normal(a.Length, 4), sum = [.. a.Zip(b, (x, y) => x + y)];
        float[] fa = Forward(row, a), fb = Forward(row, b), fsum = Forward(row, sum), f0 = Forward(row, new float[a.Length]);
        bool isSum = Enumerable.Range(0, fa.Length).All(i => Math.Abs(fsum[i] + f0[i] - fa[i] - fb[i]) <= Tolerance);
        if (row.Layer is not Container || !isSum) Assert.Equal(row.Layer.IsLinear, isSum);
    }

    [Fact]
    public void Meaning_IsThatOfTheLastLayer()
    {
        Assert.Equal(OutputKind.OneClass, new Softmax().Meaning);
        Assert.Equal(OutputKind.YesNo, new Sigmoid().Meaning);
        Assert.Null(new Dense(2).Meaning);
        Assert.Null(new Tanh().Meaning);
        Assert.Equal(OutputKind.YesNo, new Block(new Dense(2), new Block(new Softmax(), new Sigmoid())).Meaning);
    }

    [Theory, MemberData(nameof(Names))]
    public void FanIn_OfEveryParameter_DividesItsSize(string name)
    {
        var row = LayerCases.Get(name);
        Assert.All(row.Layer.Parameters(row.Input), info => Assert.True(info.FanIn == 0 || info.Shape.Size % info.FanIn == 0, $"{info}: {info.FanIn}"));
    }

    [Fact]
    public void FanIn_Dense_IsTheInputsOfAnOutput() => Assert.Equal([24, 0], new Dense(5).Parameters(new Shape(2, 3, 4)).Select(info => info.FanIn));

    [Fact]
    public void Categories_OfABlock_AreThoseOfItsFirstLayer()
    {
        Assert.Null(new Dense(2).Categories(3, 0));
        Assert.Equal(5, new Block(new Indexed(), new Dense(2)).Categories(3, 1));
        Assert.Null(new Block(new Indexed(), new Dense(2)).Categories(3, 0));
    }

    [Fact]
    public void Categories_BehindLayersThatPassFeaturesOn_AreFound()
    {
        var wide = new Branches(new Block(new Columns(1..3), new Embedding(7, 2), new Flatten()), new Block(new Columns(..1), new Dense(2)),
            new Block(new Columns(^1..), new Block(new Reshape(1, 1)), new Embedding(9, 2), new Flatten()));
        Assert.Equal([null, 7, 7, 9], Enumerable.Range(0, 4).Select(feature => wide.Categories(4, feature)));

        // [2 × 2 × 3] → two channels of 4 places: feature 1 there is place 1 of channel 1
        var image = new Block(new Columns(1..), new Flatten(), new Indexed());
        Assert.Equal([4], Enumerable.Range(0, 12).Where(feature => image.Categories(new Shape(2, 2, 3), feature) != null));
        Assert.Null(new Block(new Dense(3), new Indexed()).Categories(3, 1));
    }

    private static float[] Scaled(LayerCase row, float scale) => [.. Draw.Normal(Rows * row.Input.Size, 2).Select(x => x * scale)];

    private static float[] Forward(LayerCase row, float[] x)
    {
        float[] y = new float[Rows * row.Layer.OutputShape(row.Input).Size];
        row.Layer.Forward(new ForwardPass
        {
            Parameters = row.DrawnParameters(),
            Input = x,
            Output = y,
            Cache = new float[row.Layer.CacheSize(row.Input, Rows)],
            BatchSize = Rows,
            InputShape = row.Input,
            IsTraining = true, // what is linear only once it is trained may stand between others
        });
        return y;
    }

    private sealed class Indexed : Layer
    {
        public override int? Categories(Shape input, int feature) => feature == 1 ? 5 : null;

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }
}
