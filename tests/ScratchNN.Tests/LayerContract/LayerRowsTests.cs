namespace ScratchNN.Tests.LayerContract;

/// <summary>What every layer promises of its rows: independent of each other, of how many they are and of who computes them.</summary>
public sealed class LayerRowsTests
{
    private const int Rows = 8;

    // 61 rows are added in another order: relative to the largest entry, some √61 rounding errors of 6e-8 each
    private const float SumTolerance = 2e-6f;

    public static TheoryData<string> Names => LayerCases.Names;

    public static TheoryData<string> Unmixed => [.. LayerCases.All.Where(row => !row.Layer.MixesBatch).Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Run_OneRowChanged_LeavesTheBitsOfTheOthersUnlessTheBatchIsMixed(string name)
    {
        var row = LayerCases.Get(name);
        var before = new LayerRun(row, Rows).Run();
        bool others = true;
        for (int changed = 0; changed < Rows; changed++)
        {
            var after = new LayerRun(row, Rows);
            Draw.Inputs(row.Layer, row.Input, 1, 99).CopyTo(after.X, changed * row.Input.Size);
            Draw.Normal(after.OutputSize, 98).CopyTo(after.DY, changed * after.OutputSize);
            after.Run();
            for (int i = 0; i < Rows; i++)
                others &= i == changed || (SameRow(before.Y, after.Y, i) && SameRow(before.DX, after.DX, i));
        }
        Assert.Equal(!row.Layer.MixesBatch, others);
    }

    [Theory, MemberData(nameof(Unmixed))]
    public void Run_InParts_GivesTheBitsOfTheWhole(string name)
    {
        const int N = 61;
        var row = LayerCases.Get(name);
        var whole = new LayerRun(row, N).Run();
        foreach (int size in (int[])[1, 2, 3, 5])
        {
            float[] dw = new float[whole.DW.Length];
            for (int first = 0; first < N; first += size)
            {
                int count = Math.Min(size, N - first), inputs = row.Input.Size, outputs = whole.OutputSize;
                var part = whole.Part(first, count).Run();
                Bits.AssertEqual(whole.Y.AsSpan(first * outputs, count * outputs), part.Y, $"output of rows from {first}");
                Bits.AssertEqual(whole.DX.AsSpan(first * inputs, count * inputs), part.DX, $"input gradient of rows from {first}");
                for (int i = 0; i < dw.Length; i++) dw[i] += part.DW[i];
            }
            float largest = dw.Length == 0 ? 0 : whole.DW.Max(MathF.Abs);
            for (int i = 0; i < dw.Length; i++)
                Assert.Equal(whole.DW[i], dw[i], SumTolerance * largest);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_WithWorkers_GivesTheBitsOfOneThread(string name)
    {
        const int N = 3001; // enough for every kernel to split
        var row = LayerCases.Get(name);
        using var workers = new Workers(3);
        var serial = new LayerRun(row, N).Run();
        var parallel = new LayerRun(row, N) { Workers = workers }.Run();

        serial.AssertSameBits(parallel);
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_OnFourThreadsAtOnce_GivesTheBitsOfOne(string name)
    {
        var row = LayerCases.Get(name);
        var serial = new LayerRun(row, 33).Run();
        var runs = Enumerable.Range(0, 4).Select(_ => new LayerRun(row, 33)).ToArray();
        using var start = new Barrier(runs.Length);
        var threads = runs.Select(run => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < 20; i++) run.Poison(float.NaN).Run();
        })).ToArray();

        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        foreach (var run in runs) serial.AssertSameBits(run);
    }

    private static bool SameRow(float[] a, float[] b, int row)
    {
        int width = a.Length / Rows;
        return Bits.AreEqual(a.AsSpan(row * width, width), b.AsSpan(row * width, width));
    }
}
