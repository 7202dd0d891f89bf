using System.Runtime.InteropServices;
using System.Text;

namespace ScratchNN.Tests.Data;

public sealed class RecordFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<ElementType, ElementType?, bool, int> Layouts => new()
    {
        { ElementType.Single, null, false, 0 }, { ElementType.Byte, ElementType.Byte, true, 0 }, { ElementType.Int16, ElementType.Int16, false, 16 },
        { ElementType.Int32, ElementType.Int32, true, 3 }, { ElementType.Half, null, true, 1 },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Open_WhatWasWritten_ReadsTheSameRows(ElementType input, ElementType? label, bool hasWeight, int header)
    {
        var data = Data(100, hasWeight);
        var layout = new RecordLayout
        {
            Input = new Shape(2, 3), InputType = input, TargetType = label, HasWeight = hasWeight, HeaderBytes = header,
            Scale = 0.5f
        };
        RecordFile.Write(_folder["x.rec"], data, layout);
        using var records = RecordFile.Open(_folder["x.rec"], layout);

        Assert.Equal((100, new Shape(2, 3), null), (records.Count, records.InputShape, records.TargetShape));
        foreach (int[] rows in (int[][])[[0], [99, 3, 4, 5, 3, 98], [.. Enumerable.Range(0, 100)]])
            AssertSame(Read(data, rows), Read(records, rows));
    }

    [Fact]
    public void Open_Targets_ReadsTheSameRows()
    {
        var data = Dataset.From(new float[,] { { 1, 2 }, { 3, 4 } }, new float[,] { { 0.5f, -1 }, { 7, 0.25f } });
        var layout = new RecordLayout { Input = 2, Target = 2 };
        RecordFile.Write(_folder["x.rec"], data, layout);
        using var records = RecordFile.Open(_folder["x.rec"], layout);
        AssertSame(Read(data, [1, 0]), Read(records, [1, 0]));
        Assert.Equal(2 * 4 * sizeof(float), new FileInfo(_folder["x.rec"]).Length);
    }

    [Theory]
    [InlineData(ElementType.Byte, "Input 0 of row 1 is 300 on the disk, which Byte cannot hold")]
    [InlineData(ElementType.Int16, "Input 1 of row 1 is 40000 on the disk, which Int16 cannot hold")]
    public void Write_ANumberThatDoesNotFit_IsRefused_AndTheOldFileStays(ElementType type, string message)
    {
        File.WriteAllText(_folder["x.rec"], "old");
        var data = Dataset.From(new float[,] { { 1, 2 }, { 300, 40000 } }, (int[])[0, 1]);
        var thrown = Assert.Throws<ArgumentException>(() => RecordFile.Write(_folder["x.rec"], data, new() { Input = 2, InputType = type }));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder["x.rec"]));
    }

    [Fact]
    public void Write_WeightsWithoutAPlace_IsRefused() => Assert.Contains(
        "the layout has no place for weights: set HasWeight",
        Assert.Throws<ArgumentException>(() => RecordFile.Write(_folder["x.rec"], Data(4, hasWeight: true), new() { Input = new Shape(2, 3) })).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "has 0 bytes, too few for one record: 0 before the first and 12 each")]
    [InlineData(25, "has 25 bytes: 0 before the first record and 2 records of 12 bytes end at 24. Check the layout, and that the file is complete.")]
    public void Open_AFileThatEndsElsewhere_IsRefused(int bytes, string message)
    {
        File.WriteAllBytes(_folder["x.rec"], new byte[bytes]);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => RecordFile.Open(_folder["x.rec"], new() { Input = 2 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AFileThatWasCutOff_Throws()
    {
        using var records = Opened();
        using (var file = new FileStream(_folder["x.rec"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(700);
        var thrown = Assert.Throws<InvalidDataException>(() => Read(records, [50]));
        Assert.Contains("ends at byte 1400, within record 50; it had 2800 bytes when it was opened", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AFileThatWasWrittenTo_Throws()
    {
        using var records = Opened();
        _ = Read(records, [50]);
        File.SetLastWriteTimeUtc(_folder["x.rec"], DateTime.UtcNow.AddSeconds(5));
        Assert.Contains("has been written to since", Assert.Throws<InvalidDataException>(() => Read(records, [50])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_AFileThatIsCutOffMeanwhile_EndsInItsError_AndKeepsTheLastGoodWeights(bool readsAhead)
    {
        const int Steps = 3;
        using var records = Opened();
        var model = new Sequential(new Flatten(), new Dense(4));
        float[] last = [];
        var options = new TrainerOptions
        {
            Epochs = 50, BatchSize = 10, Checks = [],
            Callbacks = [Callback.EachStep(step =>
            {
                last = model.Parameters.ToArray();
                if (step.Step == Steps) File.WriteAllBytes(_folder["x.rec"], new byte[28]);
            })],
        };
        var thrown = Assert.Throws<InvalidDataException>(() => new Trainer(model, options).Fit(readsAhead ? records.ReadAhead(20) : records));
        Assert.Contains("it had 2800 bytes when it was opened", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(last, model.Parameters.ToArray());
        Assert.All(last, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Read_ALabelThatIsAFraction_IsRefusedWhenItIsOpened() => Assert.Contains(
        "Labels are integers",
            Assert.Throws<ArgumentException>(() => RecordFile.Open(WithBytes(12), new() { Input = 2, TargetType = ElementType.Single })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void NpyOpen_ReadsWhatTheWholeFileHas()
    {
        float[,] x = new float[50, 6];
        for (int i = 0; i < x.Length; i++) x[i / 6, i % 6] = i;
        WriteNpy("x.npy", "<f4", "(50, 6)", MemoryMarshal.AsBytes<float>(x.Cast<float>().ToArray()));
        WriteNpy("y.npy", "<i4", "(50,)", MemoryMarshal.AsBytes<int>([.. Enumerable.Range(0, 50)]));
        using var data = Npy.Open(_folder["x.npy"], _folder["y.npy"], scale: 2);
        var (inputs, labels, _, _) = Read(data, [49, 0, 1]);
        Assert.Equal([588f, 590, 592, 594, 596, 598, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22], inputs);
        Assert.Equal([49, 0, 1], labels);
    }

    [Fact]
    public void IdxOpen_ReadsBytesAsPixels_AndRefusesWhatDoesNotFit()
    {
        File.WriteAllBytes(_folder["x"], IdxFile.Make(0x08, [3, 2, 1], 0, 51, 255, 102, 5, 10));
        File.WriteAllBytes(_folder["y"], IdxFile.Make(0x08, [3], 7, 8, 9));
        using var data = Idx.Open(_folder["x"], _folder["y"]);
        Assert.Equal(new Shape(2, 1), data.InputShape);
        var (inputs, labels, _, _) = Read(data, [1, 0]);
        Assert.Equal([1f, 102 / 255f, 0, 51 / 255f], inputs.Select(value => MathF.Round(value * 255) / 255));
        Assert.Equal([8, 7], labels);

        File.WriteAllBytes(_folder["y"], IdxFile.Make(0x08, [2], 7, 8));
        Assert.Contains("has 3 samples", Assert.Throws<InvalidDataException>(() => Idx.Open(_folder["x"], _folder["y"])).Message, StringComparison.Ordinal);
        File.AppendAllText(_folder["x"], "?");
        Assert.Contains("Check the layout", Assert.Throws<InvalidDataException>(() => Idx.Open(_folder["x"], _folder["x"])).Message,
            StringComparison.Ordinal);
    }

    private void WriteNpy(string name, string type, string shape, ReadOnlySpan<byte> values)
    {
        byte[] text = Encoding.Latin1.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        File.WriteAllBytes(_folder[name], [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, .. values]);
    }

    private RecordFile Opened()
    {
        var layout = new RecordLayout { Input = new Shape(2, 3) };
        RecordFile.Write(_folder["x.rec"], Data(100, hasWeight: false), layout);
        return RecordFile.Open(_folder["x.rec"], layout);
    }

    private string WithBytes(int count)
    {
        File.WriteAllBytes(_folder["y.rec"], new byte[count]);
        return _folder["y.rec"];
    }

    private static IDataset Data(int count, bool hasWeight)
    {
        float[] x = [.. Enumerable.Range(0, count * 6).Select(i => i % 100 / 2f)];
        return Dataset.From(new Samples(x, new Shape(2, 3)), (int[])[.. Enumerable.Range(0, count).Select(i => i % 4)], hasWeight
            ? Enumerable.Range(0, count).Select(i => 1 + (i / 8f)).ToArray() : default);
    }

    private static (float[] Inputs, int[] Labels, float[] Targets, float[] Weights) Read(IDataset data, int[] rows)
    {
        float[] inputs = new float[rows.Length * data.InputShape.Size], targets = new float[rows.Length * (data.TargetShape?.Size ?? 0)],
            weights = new float[rows.Length];
        int[] labels = new int[data.TargetShape == null ? rows.Length : 0];
        Array.Fill(weights, 1);
        data.Read(new ReadPass { Rows = rows, Inputs = inputs, Labels = labels, Targets = targets, Weights = weights });
        return (inputs, labels, targets, weights);
    }

    private static void AssertSame((float[] Inputs, int[] Labels, float[] Targets, float[] Weights) expected,
        (float[] Inputs, int[] Labels, float[] Targets, float[] Weights) actual)
    {
        Assert.Equal(expected.Inputs, actual.Inputs);
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Targets, actual.Targets);
        Assert.Equal(expected.Weights, actual.Weights);
    }
}
