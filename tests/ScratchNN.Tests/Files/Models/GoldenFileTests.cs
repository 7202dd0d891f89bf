using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

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
    public void Load_ModelOfVersion2_IsWhatWasSaved()
    {
        var model = NewModel2();
        var read = Model.Load(Golden("model.2.safetensors"));

        Assert.Equal(model.ToString(), read.ToString());
        Assert.Equal(Bits.Of(model), Bits.Of(read));
        Assert.Equal(model.ParameterInfos.Select(info => model.IsFrozen(info.Name)), read.ParameterInfos.Select(info => read.IsFrozen(info.Name)));
        Assert.Equal(OutputKind.YesNo, read.Meaning);
        ModelInfoFileTests.AssertSame(model.Info, read.Info);
    }

    /// <summary>
    /// Up to format 2 a Dense behind an image had its inputs in the order of memory, now it has them in PyTorch's: weights and what the optimizer remembers
    /// come back all the same.
    /// </summary>
    [Fact]
    public void Resume_ImagesOfVersion2_GoOnAsIfNeverSaved()
    {
        var options = new TrainerOptions
        {
            Epochs = 1, Seed = 5, BatchSize = 2, Optimizer = new Sgd(0.25) { Momentum = 0.5 }, Loss = new MeanSquaredError(),
            Checks = []
        };
        var model = new Sequential(new Dense(2));
        model.Build(new Shape(2, 3, 2), seed: 1);
        for (int i = 0; i < model.Parameters.Length; i++) model.Parameters[i] = (i - 12) / 8f;
        Samples x = new(Enumerable.Range(0, 24).Select(i => i % 5 / 4f).ToArray(), new Shape(2, 3, 2));
        float[,] targets = { { 1, 2 }, { -1, 0.5f } }; // all numbers are exact, with and without FMA
        var trainer = new Trainer(model, options);
        trainer.Fit(x, targets);

        var resumed = Trainer.Resume(Golden("images.2.safetensors"), options);
        var loaded = new Sequential(new Dense(2));
        loaded.Build(new Shape(2, 3, 2));
        loaded.LoadWeights(Golden("images.2.safetensors"));

        Assert.Equal(Bits.Of(model), Bits.Of(resumed.Model));
        Assert.Equal(Bits.Of(model), Bits.Of(Model.Load(Golden("images.2.safetensors"))));
        Assert.Equal(Bits.Of(model), Bits.Of(loaded));
        trainer.Fit(x, targets);
        resumed.Fit(x, targets);
        Assert.Equal(Bits.Of(model), Bits.Of(resumed.Model)); // momentum too
    }

    [Fact]
    public void Load_ModelOfVersion3_IsWhatWasSaved()
    {
        var model = NewModel3();
        var read = Model.Load(Golden("model.3.safetensors"));

        Assert.Equal(model.ToString(), read.ToString());
        Assert.Equal(Bits.Of(model), Bits.Of(read));
        Assert.Equal(model.ParameterInfos, read.ParameterInfos);
    }

    /// <summary>A change of what is written needs a file of its own here, and a new version if older libraries would misread it.</summary>
    [Fact]
    public void Save_TheModelOfVersion3_GivesItsBytes()
    {
        var file = new MemoryStream();
        NewModel3().Save(file);

        Assert.Equal(Normalized(File.ReadAllBytes(Golden("model.3.safetensors"))), Normalized(file.ToArray()));
    }

    [Fact]
    public void Load_RegressionOfVersion3_PredictsInTheUnitOfY()
    {
        var read = Model.Load(Golden("regression.3.safetensors"));

        Assert.Equal(NewRegression3().ToString(), read.ToString());
        Assert.Equal(Bits.Of(NewRegression3()), Bits.Of(read));
        Assert.Equal([5000, -1], read.TargetScale!.Mean);
        Assert.Equal([1000, 0.5f], read.TargetScale.Deviation);
        Assert.Equal(Bits.Of(NewRegression3().PredictOne([1, 2, 3])), Bits.Of(read.PredictOne([1, 2, 3])));
    }

    [Fact]
    public void Save_TheRegressionOfVersion3_GivesItsBytes()
    {
        var file = new MemoryStream();
        NewRegression3().Save(file);

        Assert.Equal(Normalized(File.ReadAllBytes(Golden("regression.3.safetensors"))), Normalized(file.ToArray()));
    }

    public static TheoryData<string> Checkpoints =>
        [.. Directory.EnumerateFiles(_golden, "checkpoint.*.safetensors").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Resume_CheckpointOfEachVersion_IsWhatWasSaved(string name)
    {
        var trainer = Trainer.Resume(Golden(name), _options);
        var file = new MemoryStream();
        trainer.Save(file);
        var (x, y) = Blobs.Make();

        Assert.Equal("Dense(2), ReLU, Dense(3)", string.Join(", ", trainer.Model.Layers));
        Assert.Equal([1, 2], trainer.Epochs.Select(epoch => epoch.Epoch));
        Assert.All(trainer.Epochs, epoch =>
            Assert.True(
                epoch is
                {
                    Loss: > 0, Accuracy: > 0, ValidationLoss: > 0, ValidationAccuracy: > 0, LearningRate: 0.001f, Duration.Ticks: > 0,
                    SamplesPerSecond: > 0
                }));
        Assert.Equal(3, trainer.Fit(x, y).Epochs[0].Epoch);
    }

    /// <summary>Every layer with its arguments; numbers that are exact.</summary>
    private static Sequential NewModel(string name)
    {
        Sequential model = name == "model.1.safetensors"
            ? new(new Dense(6, 4), new ReLU(), new Block(new Dense(3) { Initialization = Initialization.HeNormal }, new Block(new ReLU())),
                new Dense(2) { Initialization = Initialization.Zeros }, new Softmax())
            : new(new Dense(6, 4) { Initialization = Initialization.GlorotNormal }, new Sigmoid(), new Dense(3) { Initialization = Initialization.HeUniform },
                new Tanh());
        model.Build(new Shape(2, 3));
        for (int i = 0; i < model.Parameters.Length; i++) model.Parameters[i] = (i - 20) / 8f;
        return model;
    }

    /// <summary>Containers, something frozen, and all that a model knows beside its weights.</summary>
    private static Sequential NewModel2()
    {
        var model = new Sequential(new Dense(4), new Residual(new Dense(4), new Tanh()), new Branches(new Dense(2), new Block(new Dense(3), new ReLU())),
            new Dense(2));
        model.Build(3);
        for (int i = 0; i < model.Parameters.Length; i++) model.Parameters[i] = (i - 20) / 8f;
        model.Freeze("0.*");
        model.Meaning = OutputKind.YesNo;
        model.Info = ModelInfoFileTests.NewInfo();
        return model;
    }

    /// <summary>Images: convolutions with all of their options, pools, and a Dense behind them.</summary>
    private static Sequential NewModel3()
    {
        var model = new Sequential(
            new Conv2D(3, (2, 3)) { Padding = Padding.Same, Stride = (1, 2) }, new ReLU(), new MaxPool2D(2) { Stride = 1, Padding = Padding.Of(0, 0, 1, 1) },
            new Residual(new Conv2D(3, 1) { UseBias = false, Initialization = Initialization.GlorotNormal }),
                new AveragePool2D((1, 2)) { CountsPadding = true },
            new Branches(new GlobalAveragePool2D(), new Dense(2)), new Conv1D(2, 2) { Stride = 2, Padding = Padding.Of(1) });
        model.Build(new Shape(4, 6, 2));
        for (int i = 0; i < model.Parameters.Length; i++) model.Parameters[i] = (i - 20) / 8f;
        return model;
    }

    /// <summary>A model whose predictions have a scale.</summary>
    private static Sequential NewRegression3()
    {
        var model = new Sequential(new Dense(4), new Tanh(), new Dense(2));
        model.Build(3);
        for (int i = 0; i < model.Parameters.Length; i++) model.Parameters[i] = (i - 12) / 8f;
        model.TargetScale = new TargetScale([5000f, -1f], [1000f, 0.5f]);
        return model;
    }

    /// <summary>The header without the version of the library, and the values.</summary>
    private static string Normalized(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        string header = Encoding.UTF8.GetString(file, 8, length).TrimEnd();
        return Regex.Replace(header, @"\\""library\\"":\\""[^\\]*\\"",", "") + Convert.ToHexString(file.AsSpan(8 + length));
    }

    private static readonly string _golden = Path.Combine(SharedFolder.Repository, "tests", "ScratchNN.Tests", "Files", "Models", "Golden");

    private static string Golden(string name) => Path.Combine(_golden, name);
}
