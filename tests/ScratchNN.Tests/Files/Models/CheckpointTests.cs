using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests.Files;

/// <summary>A trainer that was saved goes on as if nothing had happened.</summary>
public class CheckpointTests
{
    private static readonly (float[,] X, int[] Y) _data = Blobs.Make();

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "adam", "everything"];

    [Theory, Row(25)]
    [MemberData(nameof(Optimizers))]
    public void Resume_AfterHalf_EqualsTheWhole(string name)
    {
        var options = Options(name);
        Model whole = Blobs.Model(), half = Blobs.Model();
        var expected = new Trainer(whole, options with { Epochs = 10 }).Fit(_data.X, _data.Y);
        var first = new Trainer(half, options);
        first.Fit(_data.X, _data.Y);

        var second = Resumed(first, Options(name));
        second.Fit(_data.X, _data.Y);

        Assert.NotSame(half, second.Model);
        Assert.Equal(Bits.Of(whole), Bits.Of(second.Model));
        Assert.Equal(expected.Epochs.Select(epoch => epoch with { Duration = default, SamplesPerSecond = 0 }),
            second.Epochs.Select(epoch => epoch with { Duration = default, SamplesPerSecond = 0 }));
        Assert.Equal(first.Epochs, second.Epochs.Take(5)); // seconds too
    }

    [Fact]
    public void Resume_InAnotherProcess_EqualsTheWhole()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainerOptions { Epochs = 5, Seed = 3 };
        var whole = Blobs.Model();
        new Trainer(whole, options with { Epochs = 10 }).Fit(_data.X, _data.Y);
        var first = new Trainer(Blobs.Model(), options);
        first.Fit(_data.X, _data.Y);
        first.Save(folder["checkpoint"]);

        using var child = Child.Start("Saver", "resume", folder["checkpoint"]);

        Assert.Equal(Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(whole.Parameters))), child.StandardOutput.ReadToEnd().Trim());
    }

    [Fact]
    public void Save_BeforeTheFirstFit_IsABeginning()
    {
        Model plain = Blobs.Model(), saved = Blobs.Model();
        saved.Build(Blobs.Features);
        Assert.Throws<InvalidOperationException>(() => new Trainer(Blobs.Model()).Save(new MemoryStream())); // not built

        var resumed = Resumed(new Trainer(saved), new());
        Assert.Empty(resumed.Epochs);
        resumed.Fit(_data.X, _data.Y);
        new Trainer(plain).Fit(_data.X, _data.Y);

        Assert.Equal(Bits.Of(plain), Bits.Of(resumed.Model));
    }

    [Fact]
    public void Epochs_ModelBuiltAnew_AreForgotten()
    {
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 2 });
        Assert.Empty(trainer.Epochs);
        trainer.Fit(_data.X, _data.Y);
        trainer.Fit(_data.X, _data.Y);
        Assert.Equal([1, 2, 3, 4], trainer.Epochs.Select(epoch => epoch.Epoch));

        trainer.Model.Build(Blobs.Features);

        Assert.Empty(trainer.Epochs);
    }

    [Fact]
    public void Save_LossesThatAreNoNumbers_ComeBack()
    {
        var (x, _) = Blobs.Make();
        float[,] far = Blobs.OneHot(_data.Y);
        far[0, 0] = 1e30f; // its square is infinite; the gradient is not, and is clipped
        var options = new TrainerOptions { Epochs = 2, WhenBroken = WhenBroken.Continue, ClipNorm = 1e-10f, Loss = new MeanSquaredError() };
        var trainer = new Trainer(Blobs.Model(), options);
        trainer.Fit(x, far);

        Assert.Equal([double.PositiveInfinity, double.PositiveInfinity], trainer.Epochs.Select(epoch => epoch.Loss));
        Assert.Equal(trainer.Epochs, Resumed(trainer, options).Epochs);
    }

    [Fact]
    public void FromFile_Checkpoint_GivesTheModel()
    {
        var trainer = new Trainer(Blobs.Model());
        trainer.Fit(_data.X, _data.Y);
        byte[] file = Saved(trainer);
        var other = Blobs.Model();
        other.Build(Blobs.Features, seed: 9);

        other.LoadWeights(new MemoryStream(file));

        Assert.Equal(Bits.Of(trainer.Model), Bits.Of(other));
        Assert.Equal(Bits.Of(trainer.Model), Bits.Of(Model.Load(new MemoryStream(file))));
    }

    [Theory]
    [InlineData("Optimizer Sgd, the options have Adam")]
    [InlineData("StateSlots 1, the options have 0")]
    [InlineData("Seed 18446744073709551615, the options have 0")]
    [InlineData("BatchSize 20, the options have 64")]
    [InlineData("MicroBatchSize 10, the options have null")]
    [InlineData("Shuffle False, the options have True")]
    [InlineData("ValidationSplit 0.2, the options have 0")]
    [InlineData("ClipValue null, the options have 0.5")]
    [InlineData("ClipNorm 1.5, the options have null")]
    public void Resume_OtherOptions_SaysWhich(string difference)
    {
        var options = Options("everything");
        var trainer = new Trainer(Blobs.Model(), options);
        trainer.Fit(_data.X, _data.Y);
        var plain = new TrainerOptions();
        var other = difference.Split(' ')[0] switch
        {
            "Optimizer" => options with { Optimizer = plain.Optimizer },
            "StateSlots" => options with { Optimizer = new Sgd(0.05f) },
            "Seed" => options with { Seed = plain.Seed },
            "BatchSize" => options with { BatchSize = plain.BatchSize },
            "MicroBatchSize" => options with { MicroBatchSize = plain.MicroBatchSize },
            "Shuffle" => options with { Shuffle = plain.Shuffle },
            "ValidationSplit" => options with { ValidationSplit = plain.ValidationSplit },
            "ClipValue" => options with { ClipValue = 0.5 },
            _ => options with { ClipNorm = plain.ClipNorm },
        };

        var exception = Assert.Throws<ArgumentException>(() => Resumed(trainer, other));

        Assert.StartsWith($"The checkpoint was trained with {difference}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal("options", exception.ParamName);
    }

    [Fact]
    public void Resume_OtherLearningRate_IsAllowed()
    {
        var trainer = new Trainer(Blobs.Model(), Options("momentum"));
        trainer.Fit(_data.X, _data.Y);

        var resumed = Resumed(trainer,
            Options("momentum") with
            {
                Optimizer = new Sgd(0.001f) { Momentum = 0.9f },
                Schedule = new OneCycle(),
                Loss = new CrossEntropy(),
                Threads = 1,
                Epochs = 1
            });

        Assert.Equal(6, resumed.Fit(_data.X, _data.Y).Epochs[0].Epoch);
    }

    [Fact]
    public void Resume_ModelFile_SaysWhatOpensIt()
    {
        var model = Blobs.Model();
        model.Build(Blobs.Features);

        Assert.Contains("Model.Load opens it", Hostile.Refused(SafeTensorsFile.Save(model), file => Trainer.Resume(file)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\\"step\\\":50", "\\\"step\\\":-1", "counts -1 steps")]
    [InlineData("\\\"step\\\":50", "\\\"step\\\":72057594037927936", "counts 72057594037927936 steps")]
    [InlineData("\\\"step\\\":50", "\\\"step\\\":5e1", "damaged")]
    [InlineData("\\\"step\\\":50,", "", "damaged")]
    [InlineData("\\\"epoch\\\":10,\\\"options", "\\\"epoch\\\":2147483647,\\\"options", "2147483647 epochs")]
    [InlineData("\\\"epochs\\\":[{", "\\\"epochs\\\":[7,{", "damaged")]
    [InlineData("\\\"epochs\\\":[{", "\\\"epochs\\\":{\\\"a\\\":[{", "damaged")]
    [InlineData("\\\"loss\\\":", "\\\"loss\\\":\\\"x\\\",\\\"l\\\":", "damaged")]
    [InlineData("\\\"options\\\":{", "\\\"options\\\":{\\\"a\\\":1,", "damaged")]
    [InlineData("\\\"Seed\\\":\\\"0\\\"", "\\\"Seed\\\":null", "damaged")]
    [InlineData("\\\"Shuffle\\\":\\\"True\\\"", "\\\"Shuffle\\\":true", "damaged")]
    [InlineData("\\\"options\\\":{", "\\\"options\\\":[],\\\"o\\\":{", "damaged")]
    [InlineData("{\\\"version\\\":3,", "{\\\"version\\\":4,", "(format 4); this is ScratchNN ")]
    [InlineData("optimizer.1.2.bias", "optimizer.2.2.bias", "'optimizer.1.2.bias' [3] is missing; the model has no 'optimizer.2.2.bias' [3]")]
    [InlineData("\"0.bias\":{\"dtype\":\"F32\",\"shape\":[16]", "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[4,4]", "'0.bias' is [4 × 4], the model has [16]")]
    public void Resume_DamagedCheckpoint_SaysWhat(string part, string damaged, string message)
    {
        var trainer = new Trainer(Blobs.Model());
        trainer.Fit(_data.X, _data.Y);
        byte[] file = Saved(trainer);
        string header = SafeTensorsFile.Header(file);
        Assert.Contains(part, header, StringComparison.Ordinal);

        Assert.Contains(message,
            Hostile.Refused(SafeTensorsFile.WithHeader(file, header.Replace(part, damaged, StringComparison.Ordinal)), stream => Trainer.Resume(stream)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_OptionOfControlCharacters_IsEscaped()
    {
        var trainer = new Trainer(Blobs.Model());
        trainer.Fit(_data.X, _data.Y);
        byte[] file = Saved(trainer);
        string header = SafeTensorsFile.Header(file).Replace("\\\"Seed\\\":\\\"0\\\"", "\\\"Seed\\\":\\\"\\\\u001b[2J\\\"", StringComparison.Ordinal);

        string message = Assert.Throws<ArgumentException>(() => Trainer.Resume(new MemoryStream(SafeTensorsFile.WithHeader(file, header)))).Message;

        Assert.StartsWith("The checkpoint was trained with Seed \\u001B[2J, the options have 0.", message, StringComparison.Ordinal);
    }

    private static TrainerOptions Options(string name) => name switch
    {
        "sgd" => new() { Epochs = 5, Optimizer = new Sgd(0.05f) },
        "momentum" => new() { Epochs = 5, Optimizer = new Sgd(0.05f) { Momentum = 0.9f } },
        "adam" => new() { Epochs = 5, Optimizer = new Adam(0.01f) },
        _ => new()
        {
            Epochs = 5, Optimizer = new Sgd(0.05f) { Momentum = 0.9f }, Seed = ulong.MaxValue, BatchSize = 20, MicroBatchSize = 10, Shuffle = false,
            ValidationSplit = 0.2f, ClipNorm = 1.5f,
        },
    };

    private static Trainer Resumed(Trainer trainer, TrainerOptions options) => Trainer.Resume(new MemoryStream(Saved(trainer)), options);

    private static byte[] Saved(Trainer trainer)
    {
        var file = new MemoryStream();
        trainer.Save(file);
        return file.ToArray();
    }

}
