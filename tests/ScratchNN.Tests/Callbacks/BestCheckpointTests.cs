namespace ScratchNN.Tests.Callbacks;

public sealed class BestCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fit_BestEpoch_IsInTheFile()
    {
        string path = Path.Combine(_folder.Path, "best.safetensors");
        var (x, y) = Blobs.Make();
        var bits = new List<uint[]>();
        var model = Blobs.Model();
        var history = new Trainer(model, new()
        {
            Epochs = 8,
            Optimizer = new Adam(0.3), // up and down
            ValidationSplit = 0.3,
            Callbacks = [new BestCheckpoint(path) { Monitor = Metric.R2 }, Callback.EachEpoch(_ => bits.Add(Bits.Of(model)))],
        }).Fit(x, y);

        int best = history.Best(Metric.R2)!.Epoch;
        Assert.InRange(best, 2, 7); // neither the first nor the last, so that the test tells something
        Assert.Equal(bits[best - 1], Bits.Of(Model.Load(path)));
    }

    [Fact]
    public void Constructor_NoPath_Throws()
    {
        Assert.Throws<ArgumentException>("path", () => new BestCheckpoint(""));
        Assert.Throws<ArgumentNullException>("Monitor", () => new BestCheckpoint("a") { Monitor = null! });
        Assert.Equal("BestCheckpoint(a, monitor R2)", new BestCheckpoint("a") { Monitor = Metric.R2 }.ToString());
    }
}
