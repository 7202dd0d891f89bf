namespace ScratchNN.Tests.LayerContract;

/// <summary>What every layer promises of its shapes, its parameters and their first values.</summary>
public sealed class LayerShapeTests
{
    public static TheoryData<string> Names => LayerCases.Names;

    public static TheoryData<string> Shipped =>
        [.. LayerCases.All.Where(row => row.Layer is not Container && row.Layer.GetType().Assembly == typeof(Layer).Assembly).Select(row => row.Name)];

    public static TheoryData<string> Insisting => [.. LayerCases.All.Where(row => row.Layer.InputShape != null).Select(row => row.Name)];

    [Fact]
    public void Cases_CoverEveryShippedLayer() => Assert.Empty(
        typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract)
            .Except(LayerCases.All.Select(row => row.Layer.GetType())));

    [Theory, MemberData(nameof(Insisting))]
    public void OutputShape_WrongInput_ThrowsAndNamesTheLayer(string name)
    {
        var layer = LayerCases.Get(name).Layer;
        Shape expected = layer.InputShape!.Value, wrong = expected.Size + 1;
        while (layer is Container container) layer = container.Inner[0].Layer; // a container's message comes from its first layer

        var exception = Assert.Throws<ArgumentException>(() => LayerCases.Get(name).Layer.OutputShape(wrong));

        Assert.Contains(layer.ToString(), exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{expected.Size}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{wrong.Size}", exception.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void OutputShape_EmptyInput_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => LayerCases.Get(name).Layer.OutputShape(default));

    [Theory, MemberData(nameof(Names))]
    public void OutputShape_AskedTwice_IsOneShape(string name)
    {
        var row = LayerCases.Get(name);
        Assert.InRange(row.Layer.OutputShape(row.Input).Rank, 1, 4);
        Assert.Equal(row.Layer.OutputShape(row.Input), row.Layer.OutputShape(row.Input));
    }

    [Theory, MemberData(nameof(Names))]
    public void Parameters_HaveNamesOfTheirOwn(string name)
    {
        var row = LayerCases.Get(name);
        var names = row.Layer.Parameters(row.Input).Select(info => info.Name).ToArray();

        Assert.DoesNotContain("", names);
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(row.Layer.Parameters(row.Input), row.Layer.Parameters(row.Input));
    }

    /// <summary>No sum wraps around, and who asks for too much is told how much: not that an arithmetic operation overflowed.</summary>
    [Theory, MemberData(nameof(Shipped))]
    public void CacheSize_MoreSamplesThanAnArrayHolds_SaysHowMuchItIs(string name)
    {
        var row = LayerCases.Get(name);
        long one = row.Layer.CacheSize(row.Input, 1), some = row.Layer.CacheSize(row.Input, 4096);
        try
        {
            Assert.InRange(row.Layer.CacheSize(row.Input, int.MaxValue), some, int.MaxValue);
        }
        catch (ArgumentException exception)
        {
            Assert.True(one > 0);
            Assert.Contains($"{int.MaxValue}", exception.Message, StringComparison.Ordinal);
            Assert.Contains("MicroBatchSize", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void CacheSize_MoreSamples_NeverShrinks(string name)
    {
        var row = LayerCases.Get(name);
        int[] sizes = [.. Enumerable.Range(1, 40).Select(batchSize => row.Layer.CacheSize(row.Input, batchSize))];

        Assert.True(sizes[0] >= 0);
        Assert.Equal(sizes.Order(), sizes);
    }

    [Theory, MemberData(nameof(Names))]
    public void Initialize_DirtyParameters_AssignsAllOfThemBySeed(string name)
    {
        var row = LayerCases.Get(name);
        float[] first = Initialize(row, 1), again = Initialize(row, 1), other = Initialize(row, 2);

        Assert.All(first, value => Assert.True(float.IsFinite(value)));
        Bits.AssertEqual(first, again, "parameters");
        bool draws = name != "dense zeros" && row.Layer.Parameters(row.Input).Any(info => info.Role == ParameterRole.Weight); // weights, not biases or scales
        Assert.Equal(draws, !Bits.AreEqual(first, other));
    }

    [Theory, MemberData(nameof(Names))]
    public void ToString_IsNotEmpty(string name) => Assert.NotEqual("", LayerCases.Get(name).Layer.ToString().Trim());

    private static float[] Initialize(LayerCase row, ulong seed)
    {
        float[] parameters = Draw.Filled(row.ParameterCount, float.NaN);
        var random = new RandomStream(seed, 0);
        row.Layer.Initialize(parameters, row.Input, ref random);
        return parameters;
    }
}
