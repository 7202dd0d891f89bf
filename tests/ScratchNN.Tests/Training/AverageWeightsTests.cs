namespace ScratchNN.Tests;

public class AverageWeightsTests
{
    private static readonly (float[,] X, int[] Y) _data = Blobs.Make(count: 40);

    private static Sequential Built(ulong seed = 3)
    {
        var model = new Sequential(new Dense(6), new ReLU(), new Dense(Blobs.Classes));
        model.Build(Blobs.Features, seed);
        return model;
    }

    private static Trainer New(params IReadOnlyList<Callback> callbacks) =>
        new(Built(), new() { Epochs = 2, BatchSize = 8, AverageWeights = 0.9, Checks = [], Callbacks = callbacks });

    private static MemoryStream File(Action<Stream> save)
    {
        var file = new MemoryStream();
        save(file);
        file.Position = 0;
        return file;
    }

    [Fact]
    public void Save_BeforeTheFirstStep_HasTheWeights()
    {
        var trainer = New();

        Assert.Equal(trainer.Model.Parameters, Model.Load(File(trainer.Save)).Parameters);
    }

    [Fact]
    public void RestoreKeptWeights_KeptBeforeTheFirstStep_BringsThemBackAndTrainsOn()
    {
        float[] before = [], restored = [];
        var trainer = New(new Acting
        {
            Act = (moment, in pass) =>
            {
                if (moment == "begin")
                {
                    pass.KeepWeights();
                    before = [.. pass.Model.Parameters];
                }
                if (moment != "epoch 1") return;
                pass.RestoreKeptWeights();
                restored = [.. pass.Model.Parameters];
            },
        });

        trainer.Fit(_data.X, _data.Y);

        Assert.Equal(before, restored);
        Assert.True(trainer.Evaluate(_data.X, _data.Y).Loss < new Trainer(Built()).Evaluate(_data.X, _data.Y).Loss);
    }

    [Fact]
    public void FitBatch_AfterLoadWeights_GoesOnFromThese()
    {
        var trainer = New();
        trainer.Fit(_data.X, _data.Y);
        trainer.Model.LoadWeights(File(Built(seed: 77).Save));
        float[] loaded = [.. trainer.Model.Parameters];

        trainer.FitBatch(_data.X, _data.Y);

        for (int i = 0; i < loaded.Length; i++) Assert.Equal(loaded[i], trainer.Model.Parameters[i], 0.002f);
    }

    [Fact]
    public void Resume_AfterLoadWeights_GoesOnFromThese()
    {
        var trainer = New();
        trainer.Fit(_data.X, _data.Y);
        trainer.Model.LoadWeights(File(Built(seed: 77).Save));
        var resumed = Trainer.Resume(File(trainer.Save), trainer.Options);

        trainer.FitBatch(_data.X, _data.Y);
        resumed.FitBatch(_data.X, _data.Y);

        Assert.Equal(trainer.Model.Parameters, resumed.Model.Parameters);
    }

    [Fact]
    public void Fit_CallbackWritesNaNAtEpochEnd_TellsThatTheWeightsWereChanged()
    {
        var trainer = New(new Acting { Act = (moment, in pass) => pass.Model.Parameters[0] = moment == "epoch 1" ? float.NaN : pass.Model.Parameters[0] });

        Assert.Contains("something other than a step", Assert.Throws<TrainingException>(() => trainer.Fit(_data.X, _data.Y)).Message);
    }
}
