using System.Text;

namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>Every misuse is answered with a message that tells what to do, and leaves everything as it was.</summary>
public sealed class MisuseTests
{
    public static TheoryData<string> Names => EstimatorCases.Names;

    [Theory, MemberData(nameof(Names)), Row(11, 12, 20, 22, 31, 33, 34, 36, 41, 42, 53, 54)]
    public void WrongCall_OnATrainedModel_ThrowsAndChangesNothing(string name)
    {
        var row = EstimatorCases.Get(name);
        var trainer = row.Fitted();
        var twin = row.Fitted();
        byte[] before = Everything.Of(trainer);
        var options = trainer.Options with { };
        foreach (var misuse in Misuses.All.Where(misuse => misuse.Fits(row)))
        {
            var exception = Record.Exception(() => misuse.Call(row, trainer));

            Assert.True(misuse.Throws.IsInstanceOfType(exception), $"{misuse.Name}: {exception?.ToString() ?? "no exception"}");
            Assert.True(before.AsSpan().SequenceEqual(Everything.Of(trainer)), misuse.Name);
        }
        Assert.Equal(options, trainer.Options);
        row.Fit(trainer, EstimatorData.Default); // it goes on as if nothing had been
        row.Fit(twin, EstimatorData.Default);
        Assert.Equal(Bits.Of(twin.Model), Bits.Of(trainer.Model));
    }

    [Theory, MemberData(nameof(Names)), Row(10)]
    public void WrongCall_OnAModelThatIsNotBuilt_LeavesItSo(string name)
    {
        var row = EstimatorCases.Get(name);
        var model = new Sequential([new Dense(EstimatorCase.Features, EstimatorCase.Features), .. row.NewModel().Layers]);
        var trainer = new Trainer(model, row.Options);
        foreach (var misuse in Misuses.All.Where(misuse => misuse.Fits(row) && misuse.Throws != typeof(TrainingException)))
        {
            Assert.NotNull(Record.Exception(() => misuse.Call(row, trainer)));
            Assert.False(model.IsBuilt, misuse.Name);
        }
        foreach (
            var use in (Action[])[() => model.Predict(EstimatorData.Default.X), () => row.Evaluate(trainer, EstimatorData.Default), () =>
                model.Save(new MemoryStream()), () => model.Parameters.Clear()])
            Assert.Equal("The model has no weights yet: call Build(4) or train it first.", Assert.Throws<InvalidOperationException>(use).Message);
    }

    /// <summary>And so each comes from the check that it is for.</summary>
    [Fact, Row(11, 12, 20, 22, 31, 33, 34, 36, 41, 42, 53, 54)]
    public void Messages_AreApproved()
    {
        var text = new StringBuilder();
        foreach (var misuse in Misuses.All)
        {
            var row = EstimatorCases.All.Where(row => row.Model == "hidden layer").First(misuse.Fits);
            var exception = Record.Exception(() => misuse.Call(row, row.Fitted()))!;
            text.AppendLine($"{misuse.Name}:").AppendLine($"    {exception.GetType().Name}: {exception.Message.ReplaceLineEndings("\n    ")}");
        }
        Snapshot.Verify(text.ToString());
    }
}
