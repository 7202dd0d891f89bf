namespace ScratchNN.Tests;

public class CancellationTests
{
    [Fact]
    public void Fit_CanceledBefore_ReturnsAtOnceAndChangesNothing()
    {
        var (x, y) = Blobs.Make();
        Model canceled = Blobs.Model(), untouched = Blobs.Model();
        untouched.Build(Blobs.Features);
        var trainer = new Trainer(canceled);

        var history = trainer.Fit(x, y, cancellationToken: new CancellationToken(canceled: true));

        Assert.Equal(StopReason.Canceled, history.StopReason);
        Assert.Empty(history.Epochs);
        Assert.Equal(0, history.BestEpoch);
        Assert.Equal(Bits.Of(untouched), Bits.Of(canceled));

        new Trainer(untouched).Fit(x, y);
        Assert.Equal(1, trainer.Fit(x, y).Epochs[0].Epoch);
        Assert.Equal(Bits.Of(untouched), Bits.Of(canceled));
    }

    [Fact]
    public void Fit_CanceledAtTheEndOfAnEpoch_LosesNothing()
    {
        var (x, y) = Blobs.Make();
        Model twice = Blobs.Model(), once = Blobs.Model();
        using var cancel = new CancellationTokenSource();
        var trainer = new Trainer(twice,
            new() { Epochs = 4, Callbacks = [new Reporter(progress => { if (progress is { Epoch: 2, Completed: not null }) cancel.Cancel(); })] });

        var history = trainer.Fit(x, y, cancellationToken: cancel.Token);
        Assert.Equal(StopReason.Canceled, history.StopReason);
        Assert.Equal(2, history.Epochs.Count);
        trainer.Fit(x, y);

        new Trainer(once, new() { Epochs = 6 }).Fit(x, y);
        Assert.Equal(Bits.Of(once), Bits.Of(twice));
    }

    [Fact]
    public void Fit_CanceledInTheLastReport_IsComplete()
    {
        var (x, y) = Blobs.Make();
        using var cancel = new CancellationTokenSource();
        var trainer = new Trainer(Blobs.Model(),
            new() { Epochs = 2, Callbacks = [new Reporter(progress => { if (progress is { Epoch: 2, Completed: not null }) cancel.Cancel(); })] });

        Assert.Equal(StopReason.Completed, trainer.Fit(x, y, cancellationToken: cancel.Token).StopReason);
    }
}
