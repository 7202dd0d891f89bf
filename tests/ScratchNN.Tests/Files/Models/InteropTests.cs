using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScratchNN.Tests.Files;

/// <summary>docs/interop.md, run: models to PyTorch and back. ScratchNN.Interop.Tests runs what it says of ONNX.</summary>
public sealed partial class InteropTests
{
    private const int Rows = 1000;
    private const double Tolerance = 1e-6; // two libraries add up to 64 products of size 1 in another order

    private const double ImageTolerance = 1e-5; // outputs up to 10, of sums of up to 200 products

    private static readonly string _document = File.ReadAllText(Path.Combine(SharedFolder.Repository, "docs", "interop.md"));

    public static TheoryData<string> Models => ["one layer", "two layers", "four layers", "blocks", "no bias", "activations", "one output"];

    [TorchTheory]
    [MemberData(nameof(Models))]
    public void Save_ThenPyTorch_GivesTheSameOutputs(string name)
    {
        using var folder = new TemporaryFolder();
        var model = NewModel(name);
        model.Build(20, seed: 1);
        Draw.Normal(model.Parameters.Length, 2, 0.1f).CopyTo(model.Parameters); // biases too
        model.Save(folder["model"]);

        Python(folder, """
            x = torch.randn(1000, 20)
            numpy.save(folder + "/x.npy", x.numpy())
            numpy.save(folder + "/y.npy", model(folder + "/model")(x).detach().numpy())
            """);

        AssertOutputs(model, folder);
    }

    [TorchTheory]
    [InlineData("flatten"), InlineData("no flatten"), InlineData("pools"), InlineData("batch norm"), InlineData("blocks")]
    public void SaveImages_ThenPyTorch_GivesTheSameOutputs(string name)
    {
        using var folder = new TemporaryFolder();
        var model = NewImageModel(name);
        model.Build(new Shape(9, 6, 2), seed: 1);
        var random = new RandomStream(2, 0);
        foreach (ref float parameter in model.Parameters) parameter += 0.1f * random.NextSingle(); // biases and statistics too
        model.Save(folder["model"]);

        Python(folder, """
            x = torch.randn(1000, 2, 9, 6)
            numpy.save(folder + "/x.npy", x.permute(0, 2, 3, 1).contiguous().numpy())
            numpy.save(folder + "/y.npy", model(folder + "/model").eval()(x).detach().numpy())
            """);

        AssertOutputs(model, folder, ImageTolerance);
    }

    [TorchTheory]
    [InlineData("float32")]
    [InlineData("float16")]
    [InlineData("bfloat16")]
    [InlineData("float64")]
    public void PyTorch_ThenLoad_GivesTheSameOutputs(string type)
    {
        using var folder = new TemporaryFolder();
        string path = folder["weights"];

        Python(folder, $"""
            x = torch.randn(1000, 20)
            module = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 5)).to(torch.{type})
            save(folder + "/weights", module.state_dict())
            numpy.save(folder + "/x.npy", x.numpy())
            numpy.save(folder + "/y.npy", module.to(torch.float32)(x).detach().numpy())
            """);

        var model = new Sequential(new Dense(20, 64), new ReLU(), new Dense(64, 5));
        model.LoadWeights(path);
        AssertOutputs(model, folder);
    }

    [Fact]
    public void Document_CSharp_RunsAsItStands()
    {
        using var folder = new TemporaryFolder();
        string path = folder["file"];
        Plain(path);
        var layers = new LayerRegistry().Add("ThresholdedReLU", json => new ThresholdedReLU(json.GetProperty("threshold").GetSingle()));
        var model = new Sequential(new Dense(Blobs.Features, 3), new ThresholdedReLU(0.2f), new Dense(3, 3));
        var options = new TrainerOptions { Epochs = 1 };
        var trainer = new Trainer(model, options);
        var (x, y) = Blobs.Make();
        trainer.Fit(x, y);

        model.Save(path);
        var again = Model.Load(path, layers);
        trainer.Save(path);
        var resumed = Trainer.Resume(path, options, layers);

        Assert.Equal(Bits.Of(model), Bits.Of(again));
        Assert.Equal(Bits.Of(model.Predict(x)), Bits.Of(again.Predict(x)));
        Assert.Equal(Bits.Of(model), Bits.Of(resumed.Model));

        static void Plain(string path)
        {
            var model = Blobs.Model();
            model.Build(Blobs.Features);
            model.Save(path);
            var again = Model.Load(path);
            Assert.Equal(Bits.Of(model), Bits.Of(again));
        }
    }

    [Fact]
    public void Document_EveryLineOfCSharp_IsInATest()
    {
        string[] files = [.. Directory.GetFiles(Path.GetDirectoryName(ThisFile())!, "*.cs"),
            .. Directory.GetFiles(Path.Combine(SharedFolder.Repository, "tests", "ScratchNN.Interop.Tests"), "*.cs")];
        string[] here = [.. files.SelectMany(File.ReadAllLines).Select(line => line.Trim())];
        string[] lines = [.. Blocks("csharp").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => line.Trim())];

        Assert.InRange(lines.Length, 8, int.MaxValue);
        Assert.Empty(lines.Except(here));
    }

    private static void AssertOutputs(Model model, TemporaryFolder folder, double tolerance = Tolerance)
    {
        float[] x = Values(folder["x.npy"]), expected = Values(folder["y.npy"]), y = new float[expected.Length];
        Assert.Equal(Rows * model.OutputShape.Size, y.Length);
        model.Predict(x, y);
        for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], tolerance);
        Assert.Contains(y, value => Math.Abs(value) > 0.01); // there is something to compare
    }

    private static float[] Values(string path)
    {
        Tensor<float> x = Npy.Read<float>(path);
        float[] values = new float[x.FlattenedLength];
        x.FlattenTo(values);
        return values;
    }

    private static Sequential NewModel(string name) => name switch
    {
        "one layer" => new(new Dense(20, 7)),
        "two layers" => new(new Dense(20, 64), new ReLU(), new Dense(64, 10), new Softmax()),
        "four layers" => new(new Dense(20, 64), new ReLU(), new Dense(48), new ReLU(), new Dense(32), new ReLU(), new Dense(10)),
        "blocks" => new(new Block(new Dense(20, 30), new ReLU()), new Block(new Block(new Dense(9)), new ReLU(), new Dense(4)), new Softmax()),
        "activations" => new(
            new Dense(20, 30), new LeakyReLU(0.2), new Dense(30), new ELU(0.7), new Dense(30), new GELU(), new Dense(30), new GELU { Approximate = true },
                new Dense(30), new SiLU(), new Dense(30), new Softplus()),
        "no bias" => new(new Dense(20, 30) { UseBias = false }, new ReLU(), new Dense(4)),
        _ => new(new Dense(20, 40), new ReLU(), new Dense(1)),
    };

    private static Sequential NewImageModel(string name) => name switch
    {
        "flatten" => new(new Conv2D(4, 3), new ReLU(), new MaxPool2D(2), new Flatten(), new Dense(5)),
        "no flatten" =>
            new(new Conv2D(4, (3, 2)) { Padding = Padding.Same }, new ELU(), new MaxPool2D((2, 3)) { Stride = (1, 2) }, new Dense(7), new ReLU(), new Dense(5)),
        "pools" =>
            new(new Conv2D(4, 3) { Padding = Padding.Of(1), UseBias = false }, new GELU(), new AveragePool2D(2), new Conv2D(5, 2) { Stride = (2, 1) },
                new ReLU(), new GlobalAveragePool2D(), new Dense(5)),
        "batch norm" =>
            new(new Conv2D(4, 3), new BatchNorm(), new ReLU(), new Flatten(), new Dense(6), new BatchNorm(), new ReLU(), new Dropout(0.5), new Dense(5)),
        _ => new(new Block(new Conv2D(4, 3), new BatchNorm(), new ReLU(), new MaxPool2D(2)),
            new Block(new Dense(7), new LayerNorm(), new ReLU(), new Dense(5))),
    };

    /// <summary>Runs the document's Python, then some lines of the test.</summary>
    private static void Python(TemporaryFolder folder, string lines)
    {
        File.WriteAllText(folder["interop.py"],
            $"{string.Join('\n', Blocks("python"))}\nimport numpy, sys\nfolder = sys.argv[1]\ntorch.manual_seed(1)\n{lines}\n");
        using var process = Process.Start(
            new ProcessStartInfo(TorchTheoryAttribute.Python!, [folder["interop.py"], folder.Path]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }

    private static IEnumerable<string> Blocks(string language) =>
        CodeBlocks().Matches(_document.ReplaceLineEndings("\n")).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlocks();

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private sealed class ThresholdedReLU(float threshold) : Layer
    {
        public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("threshold", threshold);

        public override void Forward(in ForwardPass pass)
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Input[i] > threshold ? pass.Input[i] : 0;
        }

        public override void Backward(in BackwardPass pass)
        {
            for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = pass.Input[i] > threshold ? pass.OutputGradient[i] : 0;
        }
    }
}

/// <summary>A theory that needs Python with PyTorch.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TorchTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> _python = new(() => Array.Find(["python3", "/usr/bin/python3"], HasTorch));

    public TorchTheoryAttribute()
    {
        if (Python == null) Skip = "No python3 with torch and numpy is here: this test needs it (Debian: python3-torch).";
    }

    /// <summary>A Python that has PyTorch, or null.</summary>
    public static string? Python => _python.Value;

    private static bool HasTorch(string python)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(python, ["-c", "import torch, numpy"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception) // no such program
        {
            return false;
        }
    }
}
