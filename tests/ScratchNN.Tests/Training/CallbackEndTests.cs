namespace ScratchNN.Tests;

/// <summary>Whatever ends a Fit, all callbacks hear of it.</summary>
public sealed class CallbackEndTests
{
    private readonly List<TrainingHistory> _ends = [];

    [Theory]
    [InlineData(WhenBroken.Stop)]
    [InlineData(WhenBroken.Throw)]
    public void Fit_ThatBreaks_TellsTheEnd(WhenBroken whenBroken)
    {
        var (x, y) = Blobs.Make(count: 10);
        x[3, 0] = float.NaN;
        var trainer = MakeTrainer(new() { WhenBroken = whenBroken, Checks = [] });
        var history = whenBroken == WhenBroken.Stop ? trainer.Fit(x, y) : Assert.Throws<TrainingException>(() => trainer.Fit(x, y)).History;
        Assert.Equal([history, history], _ends);
        Assert.Equal(StopReason.Broken, history.StopReason);
        Assert.StartsWith("Training broke in epoch 1", history.Breakage, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ThatDoesNotBegin_TellsTheEnd()
    {
        var (x, y) = Blobs.Make(count: 10);
        var trainer = MakeTrainer(new() { Checks = [new Refusing()] });
        var history = Assert.Throws<TrainingException>(() => trainer.Fit(x, y)).History;
        Assert.Equal([history, history], _ends);
    }

    [Fact]
    public void Fit_Canceled_TellsTheEnd()
    {
        var (x, y) = Blobs.Make(count: 10);
        var history = MakeTrainer(new()).Fit(x, y, cancellationToken: new CancellationToken(true));
        Assert.Equal([history, history], _ends);
        Assert.Equal(StopReason.Canceled, history.StopReason);
    }

    [Theory]
    [InlineData("begin", 0)]
    [InlineData("step 1", 0)]
    [InlineData("epoch 2", 2)]
    [InlineData("end", 10)]
    public void Fit_CallbackThatThrows_TellsTheEndToAll(string when, int epochs)
    {
        var (x, y) = Blobs.Make(count: 10);
        var trainer = MakeTrainer(
            new()
            {
                Callbacks = [
                new Acting { Act = (string moment, in CallbackPass _) => { if (moment == when) throw new NotSupportedException("mine"); } }]
            });
        var exception = Assert.Throws<NotSupportedException>(() => trainer.Fit(x, y));

        Assert.Equal("mine", exception.Message);
        Assert.Equal(2, _ends.Count);
        Assert.All(_ends, history =>
        {
            Assert.Equal(epochs, history.Epochs.Count);
            Assert.Equal(when == "end" ? (StopReason.Completed, null)
                : (StopReason.Broken, "Training ended with NotSupportedException: mine"), (history.StopReason, history.Breakage));
        });
    }

    [Fact]
    public void Fit_EndThatThrowsToo_ThrowsWhatCameFirst()
    {
        var (x, y) = Blobs.Make(count: 10);
        var trainer = MakeTrainer(new() { Checks = [new Refusing()], Callbacks = [new Acting { AtEnd = _ => throw new NotSupportedException() }] });
        Assert.Throws<TrainingException>(() => trainer.Fit(x, y));
        Assert.Equal(2, _ends.Count);

        trainer = MakeTrainer(new()
        {
            Callbacks = [new Acting
            {
                Act = (string moment, in CallbackPass _) => { if (moment == "begin") throw new InvalidCastException(); },
                AtEnd = _ => throw new NotSupportedException(),
            }],
        });
        Assert.Throws<InvalidCastException>(() => trainer.Fit(x, y));
        Assert.Equal(4, _ends.Count);
    }

    /// <summary>A trainer of these options, with a callback before and one behind the others that note the end.</summary>
    private Trainer MakeTrainer(TrainerOptions options)
    {
        var ends = new Acting { AtEnd = _ends.Add };
        return new Trainer(Blobs.Model(), options with { Callbacks = [ends, .. options.Callbacks, ends] });
    }

    private sealed class Refusing() : Check("MY001", CheckMoment.TrainingStart)
    {
        public override void Examine(in CheckPass pass) => pass.Report(new Finding { Code = Code, Severity = Severity.Error, Title = "No.", Advice = "None." });
    }
}
