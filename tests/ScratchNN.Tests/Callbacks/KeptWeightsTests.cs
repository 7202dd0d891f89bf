namespace ScratchNN.Tests.Callbacks;

/// <summary>Weights that callbacks keep and restore.</summary>
public sealed class KeptWeightsTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 4, BatchSize = 30, Shuffle = false, Threads = 1 };

    [Fact]
    public void RestoreKeptWeights_InMidFit_GoesOnFromThereToTheBit()
    {
        // the first step of epoch 3 is undone; its second one goes on from the end of epoch 2
        var (x, y) = Blobs.Make(count: 60);
        float[,] second = new float[30, Blobs.Features];
        Array.Copy(x, 30 * Blobs.Features, second, 0, second.Length);
        Model model = Blobs.Model(), expected = Blobs.Model();
        new Trainer(model, _options with
        {
            Callbacks = [At((string moment, in CallbackPass pass) =>
            {
                if (moment == "step 4") pass.KeepWeights();
                if (moment == "step 5" && pass.Step.StepInEpoch == 1) pass.RestoreKeptWeights();
            })],
        }).Fit(x, y);

        var trainer = new Trainer(expected,
            _options with { Callbacks = [At((string moment, in CallbackPass pass) => { if (moment is "step 4" or "step 5" or "step 7") pass.Stop(); })] });
        trainer.Fit(x, y);
        trainer.Fit(second, y.AsSpan(30));
        trainer.Fit(x, y);
        Assert.Equal(Bits.Of(expected), Bits.Of(model));
    }

    [Fact]
    public void RestoreKeptWeights_ThenBreaking_TellsTheBreakAndKeepsGoodWeights()
    {
        var (x, y) = Blobs.Make(count: 60);
        var model = Blobs.Model();
        var history = new Trainer(model, _options with
        {
            BatchSize = 10,
            WhenBroken = WhenBroken.Stop,
            Callbacks = [At((string moment, in CallbackPass pass) =>
            {
                if (moment == "step 2") pass.KeepWeights();
                if (moment != "step 4" || float.IsNaN(x[55, 0])) return;
                pass.RestoreKeptWeights();
                x[55, 0] = float.NaN; // of the sixth batch
            })],
        }).Fit(x, y);

        Assert.Equal(StopReason.Broken, history.StopReason);
        Assert.DoesNotContain(history.Findings, finding => finding.Code == "SNN019"); // nobody changed anything from outside
        Assert.Contains("at batch 6 of 6 (step 4)", history.Breakage, StringComparison.Ordinal);
        Assert.All(model.Parameters.ToArray(), weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void RestoreKeptWeights_NothingKept_ThrowsAndSaysSo()
    {
        var (x, y) = Blobs.Make(count: 10);
        var restoring = At((string moment, in CallbackPass pass) => { if (moment == "begin") pass.RestoreKeptWeights(); });
        var keeping = At((string moment, in CallbackPass pass) => pass.KeepWeights());
        var trainer = new Trainer(Blobs.Model(), _options with { Callbacks = [keeping, restoring] });
        Assert.StartsWith("Acting has kept no weights in this Fit", Assert.Throws<InvalidOperationException>(() => trainer.Fit(x, y)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void KeepWeights_OfTwoCallbacks_AreTwoCopies()
    {
        var (x, y) = Blobs.Make(count: 10);
        var model = Blobs.Model();
        uint[] after1 = [], after2 = [];
        var first = At((string moment, in CallbackPass pass) =>
            { if (moment == "step 1") { pass.KeepWeights(); after1 = Bits.Of(model); } if (moment == "end") pass.RestoreKeptWeights(); });
        var second = At((string moment, in CallbackPass pass) =>
            {
                if (moment == "step 2") { pass.KeepWeights(); after2 = Bits.Of(model); }
                if (moment == "end")
                {
                    Assert.Equal(after1, Bits.Of(model));
                    pass.RestoreKeptWeights();
                }
            });
        new Trainer(model, _options with { Callbacks = [first, second] }).Fit(x, y);
        Assert.Equal(after2, Bits.Of(model));
    }

    [Fact]
    public void KeepWeights_EachStep_AllocatesNothing()
    {
        var (x, y) = Blobs.Make(count: 300);
        var keeping = new Keeping();
        Assert.Equal(0,
            Allocations.OfSteps(progress => new Trainer(Blobs.Model(), _options with { Callbacks = [keeping, progress] }).Fit(x, y), warm: 10, steps: 40));
    }

    private static Acting At(CallbackAction act) => new() { Act = act };

    private sealed class Keeping : Callback
    {
        public override int StateSize(Model model) => 1;

        public override void OnStepEnd(in CallbackPass pass)
        {
            pass.State[0] += (float)pass.Step.Loss;
            pass.KeepWeights();
        }
    }
}
