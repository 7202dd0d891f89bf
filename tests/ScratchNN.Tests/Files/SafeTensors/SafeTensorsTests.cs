using System.Buffers.Binary;

namespace ScratchNN.Tests.Files;

public class SafeTensorsTests
{
    [Fact]
    public void Save_Dense_StandsAsInPyTorch()
    {
        var model = new Sequential(new ReLU(), new Dense(2, 3));
        model.Build(2);
        ((float[])[1, 2, 3, 4, 5, 6]).CopyTo(model.Parameter("1.weight")); // [in × out]
        ((float[])[7, 8, 9]).CopyTo(model.Parameter("1.bias"));

        byte[] file = SafeTensorsFile.Save(model);

        string header = SafeTensorsFile.Header(file);
        Assert.Contains(
            "\"1.weight\":{\"dtype\":\"F32\",\"shape\":[3,2],\"data_offsets\":[0,24]},\"1.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]}",
            header, StringComparison.Ordinal);
        Assert.Equal(SafeTensorsFile.Floats(1, 4, 2, 5, 3, 6, 7, 8, 9), SafeTensorsFile.Body(file)); // [out × in]
        Assert.Equal(0, header.Length % 8);
        Assert.Equal('{', header[0]);
    }

    [Fact]
    public void Load_EveryType_GivesItsValues()
    {
        var file = SafeTensorsFile.Make(
            """
            {"3.bias":{"dtype":"F64","shape":[1],"data_offsets":[10,18]},
            "0.weight":{"dtype":"F16","shape":[1,2],"data_offsets":[0,4]},
            "0.bias":{"dtype":"BF16","shape":[1],"data_offsets":[4,6]},
            "3.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[6,10]}}
            """.ReplaceLineEndings(""),
            [0x00, 0xBE, 0x01, 0x00, /**/ 0x80, 0x3F, /**/ .. SafeTensorsFile.Floats(-0f), /**/ .. Double(0.1)]);
        var model = new Sequential(new Dense(2, 1), new ReLU(), new ReLU(), new Dense(1));
        model.Build(2);

        model.LoadWeights(new Unseekable(file));

        Bits.AssertEqual([-1.5f, 5.9604645e-8f, 1, -0f, 0.1f], model.Parameters); // the second is the smallest F16
    }

    [Fact]
    public void Load_ManyPieces_KeepsOrder()
    {
        var model = new Sequential(new Dense(300, 200)); // 240 KB
        model.Build(300, seed: 3);
        byte[] file = SafeTensorsFile.Save(model);
        foreach (var stream in (Stream[])[new MemoryStream(file), new Unseekable(file, 100_000), new Unseekable(file, 1001)])
        {
            var other = new Sequential(new Dense(300, 200));
            other.LoadWeights(stream);
            Assert.Equal(Bits.Of(model), Bits.Of(other));
        }
    }

    [Fact]
    public void Load_MetadataOfOthersAndSpaces_AreNoHarm()
    {
        var model = new Sequential(new Dense(1, 1));
        model.LoadWeights(new MemoryStream(SafeTensorsFile.Make(
            "{ \"__metadata__\": {\"format\": \"pt\"},\n \"0.bias\": {\"data_offsets\": [ 0, 4 ], \"dtype\": \"F32\", \"shape\": [1]},"
            + " \"0.weight\": {\"dtype\": \"F32\", \"shape\": [1, 1], \"data_offsets\": [4, 8]}}  \n", SafeTensorsFile.Floats(1, 2))));

        Bits.AssertEqual([2, 1], model.Parameters);
    }

    [Fact]
    public void Load_Stream_ReadsFromWhereItStands()
    {
        var model = new Sequential(new Dense(2, 2));
        model.Build(2);
        var stream = new MemoryStream([1, 2, 3, .. SafeTensorsFile.Save(model)]) { Position = 3 };

        Assert.Equal(Bits.Of(model), Bits.Of(Model.Load(stream)));
        Assert.True(stream.CanRead); // still open
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, 3)]
    [InlineData(2, 3, 4)]
    [InlineData(3, 1, 5)]
    [InlineData(2, 3, 4, 5)]
    public void FileLayout_EveryOrderOfAxes_IsTheTransposeAndBack(params int[] lengths)
    {
        var shape = new Shape(lengths);
        float[] memory = Draw.Normal(shape.Size, 1);
        foreach (int[] axes in Permutations([.. Enumerable.Range(0, shape.Rank)]))
        {
            var layout = new AxisOrder(new ParameterInfo { Name = "weight", Shape = shape, FileAxes = axes });
            float[] file = new float[memory.Length], back = new float[memory.Length];
            layout.ToFile(memory, file);
            layout.ToMemory(file, back);

            Assert.Equal(axes.Select(axis => lengths[axis]), layout.Dimensions);
            Assert.Equal(memory, back);
            for (int at = 0; at < file.Length; at++) Assert.Equal(memory[InMemory(at, axes, lengths)], file[at]);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    public void FileAxes_NoOrderOfAxes_Throws(params int[] axes) =>
        Assert.Contains("The 2 axes of weight are 0 to 1",
            Assert.Throws<ArgumentException>(() => new ParameterInfo { Name = "weight", Shape = new Shape(2, 3), FileAxes = axes }).Message,
            StringComparison.Ordinal);

    /// <summary>Where in memory the value stands that is at <paramref name="at"/> in the file.</summary>
    private static int InMemory(int at, int[] axes, int[] lengths)
    {
        int[] index = new int[axes.Length];
        for (int i = axes.Length - 1; i >= 0; i--) (at, index[axes[i]]) = Math.DivRem(at, lengths[axes[i]]);
        return index.Zip(lengths).Aggregate(0, (sum, pair) => (sum * pair.Second) + pair.First);
    }

    private static IEnumerable<int[]> Permutations(int[] axes) => axes.Length < 2 ? [axes]
        : axes.SelectMany(first => Permutations([.. axes.Where(axis => axis != first)]).Select(rest => (int[])[first, .. rest]));

    private static byte[] Double(double value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }
}
