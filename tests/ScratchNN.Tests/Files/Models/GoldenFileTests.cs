namespace ScratchNN.Tests.Files;

/// <summary>Files of every version of the format, kept in Golden: each must stay readable for ever.</summary>
public class GoldenFileTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 2, Seed = 5, BatchSize = 100, ValidationSplit = 0.25f };

    [Theory]
    [InlineData("model.1.safetensors")]
    [InlineData("activations.1.safetensors")]
    public void FromFile_ModelOfVersion1_IsWhatWasSaved(string name)
    {
        var model = NewModel(name);
        var read = Model.Load(Golden(name));

        Assert.Equal(model.ToString(), read.ToString());
        Assert.Equal(Bits.Of(model), Bits.Of(read));
    }

    [Fact]
    public void Resume_CheckpointOfVersion1_IsWhatWasSaved()
    {
        var trainer = Trainer.Resume(Golden("checkpoint.1.safetensors"), _options);
        var file = new MemoryStream();
        trainer.Save(file);
        var (x, y) = Blobs.Make();

        Assert.Equal("Dense(2), ReLU, Dense(3)", string.Join(", ", trainer.Model.Layers));
        Assert.Equal([1, 2], trainer.Epochs.Select(epoch => epoch.Epoch));
        Assert.All(trainer.Epochs, epoch => Assert.True(epoch is { Loss: > 0, Accuracy: > 0, ValidationLoss: > 0, ValidationAccuracy: > 0, LearningRate: 0.001f, Duration.Ticks: > 0, SamplesPerSecond: > 0 }));
        Assert.Equal(3, trainer.Fit(x, y).Epochs[0].Epoch);
    }

    /// <summary>Every layer with its arguments; numbers that are exact.</summary>
    private static Model NewModel(string name)
    {
        Sequential model = name == "model.1.safetensors"
            ? new(new Dense(6, 4), new ReLU(), new Block(new Dense(3, Initialization.HeNormal), new Block(new ReLU())), new Dense(2, Initialization.Zeros), new Softmax())
            : new(new Dense(6, 4, Initialization.GlorotNormal), new Sigmoid(), new Dense(3, Initialization.HeUniform), new Tanh());
        model.Build(new Shape(2, 3));
        for (int i = 0; i < model.Parameters.Length; i++) model.Parameters[i] = (i - 20) / 8f;
        return model;
    }

    private static string Golden(string name) => Path.Combine(SharedFolder.Repository, "tests", "ScratchNN.Tests", "Files", "Models", "Golden", name);
}
