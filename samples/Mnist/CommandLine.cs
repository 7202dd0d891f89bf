using System.CommandLine;
using Samples;
using Spectre.Console;

namespace Mnist;

/// <summary>The commands and their options.</summary>
internal sealed class CommandLine(IAnsiConsole console, TextWriter error, MnistSource source)
{
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed for all random numbers. Default 0.", HelpName = "N" };
    private readonly Option<int?> _epochs = CheckedOption.WholeNumber("--epochs", "Passes over the data. Default 10, or 60 with the embedded digits.");
    private readonly Option<int?> _hidden = CheckedOption.WholeNumber("--hidden", "Units of the hidden layer. Default 128.");
    private readonly Option<int?> _batch = CheckedOption.WholeNumber("--batch", "Images per step. Default 64.");
    private readonly Option<int?> _convBatch = CheckedOption.WholeNumber("--batch",
        "Images per step. Default 128; 64 with --net lenet, 256 with --net fast; 64 with the embedded digits and no --net.");
    private readonly Option<string?> _net = CheckedOption.Word("--net", "NET",
        $"A network with published results: {string.Join(", ", Network.Names)}. Default: 16 and 32 filters of 5×5, batch normalisation, "
            + "images shifted by up to 2 pixels.", Network.Names);
    private readonly Option<int?> _threads = CheckedOption.WholeNumber(
        "--threads", "Threads to compute with, up to 1024; the result is the same. Default: one per core.", 1024);
    private readonly Option<int?> _iterations = CheckedOption.WholeNumber(
        "--iterations", "Steps to take. Default 300 for the question, 500 with --fixed, 5000 for the answer.");
    private readonly Option<int?> _runs = CheckedOption.WholeNumber("--runs", "Runs, each with the next seed. Default 10.");
    private readonly Option<int?> _mlpRuns = CheckedOption.WholeNumber("--runs", "Runs, each with the next seed. Default 5.");
    private readonly Option<int?> _mlpEpochs = CheckedOption.WholeNumber("--epochs",
        $"Passes over the images. Default {Recipe.Accurate.Epochs}, or {Recipe.Distorted.Epochs} with --distort.");
    private readonly Option<int?> _convEpochs = CheckedOption.WholeNumber("--epochs",
        "Passes over the data. Default 15; 3 with --net, 30 with the embedded digits.");
    private readonly Option<string?> _target = CheckedOption.Word("--target", "SHARE",
        "The share of images to read correctly: 0.98, with a dense network, or 0.99, with a convolutional one. Default 0.98.", ["0.98", "0.99"]);
    private readonly Option<bool> _distort = new("--distort") { Description = "Shift, turn and bend each training image, differently in each step." };
    private readonly Option<bool> _holdOut = new("--holdout")
    { Description = "Train on the first 50,000 training images and test on the other 10,000, as when choosing a recipe." };
    private readonly Option<bool> _offline = new("--offline") { Description = "Do not download MNIST." };
    private readonly Option<Uri?> _mirror = CheckedOption.Address("--mirror", "Where to download MNIST from: a folder with its four .gz files.");
    private readonly Option<bool> _fixed = new("--fixed") { Description = "Use a correct softmax." };
    private readonly Option<string?> _data = CheckedOption.Folder("--data", "The folder with MNIST's four files.");
    private readonly Option<string?> _initial = CheckedOption.InputFile("--initial", "Initial weights: float32, little-endian, w1 b1 w2 b2.");
    private readonly Option<string?> _report = CheckedOption.OutputFile("--report",
        "Write an HTML report to FILE; several runs write one each, with the seed in its name.");
    private readonly Option<string?> _out = CheckedOption.Folder("--out", "The folder to write the pictures to. Default docs.");
    private readonly Option<string?> _json = CheckedOption.OutputFile("--json", "Write the results to FILE, as JSON.");

    public int Run(string[] arguments)
    {
        using var interruption = new Interruption();
        return Invocation.Run(Root(interruption), arguments, console.Profile.Out.Writer, error);
    }

    private RootCommand Root(Interruption interruption)
    {
        var question = new Command("question", "The experiment of the question: it learns, then breaks.")
            { _fixed, _data, _offline, _mirror, _initial, _iterations, _seed, _threads, _report, _json };
        question.SetAction(parsed => End(parsed, Question.Run(ExperimentOptions(parsed), Source(parsed), console, error, interruption)));

        var answer = new Command("answer", "The experiment of the accepted answer.") { _initial, _iterations, _seed, _threads, _report, _json };
        answer.SetAction(parsed => End(parsed, Answer.Run(ExperimentOptions(parsed), console, interruption)));

        var record = new Command("record", "Measures the time to 98 % or 99 % of MNIST's test images: a fixed recipe, two threads, ten seeds.")
            { _target, _holdOut, _data, _offline, _mirror, _runs, _seed, _threads, _report, _json };
        record.SetAction(parsed =>
            End(parsed,
                RecordCommand.Run(parsed.GetValue(_target) == "0.99" ? Recipe.Convolutional
                    : Recipe.Chosen, RecordOptions(parsed, runs: 10), Source(parsed), console, error, interruption)));

        var mlp = new Command("mlp", "Measures how well 784-800-10 reads MNIST's test images: a fixed recipe, two threads, five seeds.")
            { _distort, _holdOut, _data, _offline, _mirror, _mlpRuns, _mlpEpochs, _seed, _threads, _report, _json };
        mlp.SetAction(parsed =>
            End(parsed, RecordCommand.Run(MlpRecipe(parsed), RecordOptions(parsed, runs: 5), Source(parsed), console, error, interruption)));

        var conv = new Command("conv", "Trains a convolutional network that reads 99.4 % of MNIST's test images.")
            { _net, _seed, _convEpochs, _convBatch, _threads, _offline, _mirror, _data, _report, _json };
        conv.SetAction(parsed =>
            End(parsed, TrainCommand.Run(data => Network.Convolutional(data, parsed.GetValue(_net)), TrainOptions(parsed), Source(parsed), console)));

        var pictures = new Command("pictures", "Makes the pictures of the documents from the reports of the question and of the main job with seed 1.") { _out,
            _data, _offline, _mirror, _threads };
        pictures.SetAction(parsed => PicturesCommand.Run(parsed.GetValue(_out) ?? "docs", TrainOptions(parsed), Source(parsed), console, error, interruption));

        var root = new RootCommand($"""
            Reads handwritten digits: trains 784-128-10 on MNIST, or on embedded 8×8 digits where there is no MNIST.
            Ctrl+C ends a training early: the results so far are shown and written, and the exit code is {Interruption.ExitCode}.
            """)
            { question, answer, record, mlp, conv, pictures, _seed, _epochs, _hidden, _batch, _threads, _offline, _mirror, _data, _report, _json };
        root.SetAction(parsed => End(parsed, TrainCommand.Run(TrainOptions(parsed), Source(parsed), console)));
        return root;
    }

    /// <summary>Writes the result, if that is asked for, and tells the exit code.</summary>
    private int End(ParseResult parsed, Result? result)
    {
        if (result == null) return 1;
        if (parsed.GetValue(_json) is { } path) Json.Write(path, result);
        return result.Canceled ? Interruption.ExitCode : 0;
    }

    private MnistSource Source(ParseResult parsed) => parsed.GetValue(_mirror) is { } mirror ? source with { Mirrors = [mirror] } : source;

    private TrainOptions TrainOptions(ParseResult parsed)
    {
        var defaults = new TrainOptions();
        return new TrainOptions
        {
            Seed = parsed.GetValue(_seed),
            Epochs = parsed.GetValue(_epochs) ?? parsed.GetValue(_convEpochs),
            Hidden = parsed.GetValue(_hidden) ?? defaults.Hidden,
            BatchSize = parsed.GetValue(_batch) ?? parsed.GetValue(_convBatch),
            Threads = parsed.GetValue(_threads) ?? defaults.Threads,
            Offline = parsed.GetValue(_offline),
            Data = parsed.GetValue(_data),
            Report = parsed.GetValue(_report),
        };
    }

    private ExperimentOptions ExperimentOptions(ParseResult parsed) => new()
    {
        Fixed = parsed.GetValue(_fixed),
        Iterations = parsed.GetValue(_iterations),
        Seed = parsed.GetValue(_seed),
        Threads = parsed.GetValue(_threads) ?? new ExperimentOptions().Threads,
        Initial = parsed.GetValue(_initial),
        Offline = parsed.GetValue(_offline),
        Data = parsed.GetValue(_data),
        Report = parsed.GetValue(_report),
    };

    private Recipe MlpRecipe(ParseResult parsed)
    {
        var recipe = parsed.GetValue(_distort) ? Recipe.Distorted : Recipe.Accurate;
        return recipe with { Epochs = parsed.GetValue(_mlpEpochs) ?? recipe.Epochs };
    }

    private RecordOptions RecordOptions(ParseResult parsed, int runs)
    {
        var defaults = new RecordOptions();
        return new RecordOptions
        {
            Runs = parsed.GetValue(_runs) ?? parsed.GetValue(_mlpRuns) ?? runs,
            HoldOut = parsed.GetValue(_holdOut),
            Seed = parsed.GetValue(_seed),
            Threads = parsed.GetValue(_threads) ?? defaults.Threads,
            Offline = parsed.GetValue(_offline),
            Data = parsed.GetValue(_data),
            Report = parsed.GetValue(_report),
        };
    }
}
