using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests.LayerContract;

/// <summary>What every layer promises of files: it comes back as it was.</summary>
public sealed class LayerFileTests
{
    private const int Rows = 5;

    public static TheoryData<string> Names => LayerCases.Names;

    [Theory, MemberData(nameof(Names)), Row(25)]
    public void FromFile_SavedLayer_PredictsTheSameBits(string name)
    {
        var (model, read) = SavedAndRead(LayerCases.Get(name));
        float[] x = Draw.Inputs(model.Layers[0], model.InputShape, Rows, 2), expected = new float[Rows * model.OutputShape.Size],
            y = new float[expected.Length];

        model.Predict(x, expected);
        read.Predict(x, y);

        Bits.AssertEqual(expected, y, "output");
    }

    /// <summary>Arguments that matter only in training, or in Build, would not show in what it predicts.</summary>
    [Theory, MemberData(nameof(Names))]
    public void FromFile_SavedLayer_TrainsAndBuildsToTheSameBits(string name)
    {
        var row = LayerCases.Get(name);
        var (model, read) = SavedAndRead(row);

        new LayerRun(row, 7).Run().AssertSameBits(new LayerRun(row with { Layer = read.Layers[0] }, 7).Run());
        model.Build(row.Input, seed: 9);
        read.Build(row.Input, seed: 9);
        Assert.Equal(Bits.Of(model), Bits.Of(read));
        Assert.Equal(model.ToString(), read.ToString());
        Assert.Equal(model.ParameterInfos, read.ParameterInfos);
    }

    [Theory, MemberData(nameof(Names))]
    public void Load_SavedLayer_GivesTheSameWeights(string name)
    {
        var row = LayerCases.Get(name);
        var (model, _) = SavedAndRead(row);
        var other = new Sequential(row.Layer);
        other.Build(row.Input, seed: 4);

        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        other.LoadWeights(file);

        Assert.Equal(Bits.Of(model), Bits.Of(other));
    }

    private static (Model Model, Model Read) SavedAndRead(LayerCase row)
    {
        var model = new Sequential(row.Layer);
        model.Build(row.Input);
        row.DrawnParameters().CopyTo(model.Parameters);
        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        return (model, Model.Load(file, LayerCases.Registry));
    }
}
