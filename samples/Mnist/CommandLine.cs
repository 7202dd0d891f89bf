using System.CommandLine;
using Samples;
using Spectre.Console;

namespace Mnist;

/// <summary>The commands and their options.</summary>
internal sealed class CommandLine(IAnsiConsole console, TextWriter error, MnistSource source)
{
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of everything random. Default 0.", HelpName = "N" };
    private readonly Option<int?> _epochs = CheckedOption.WholeNumber("--epochs", "Passes over the data. Default 10, with the embedded digits 60.");
    private readonly Option<int?> _hidden = CheckedOption.WholeNumber("--hidden", "Units of the hidden layer. Default 128.");
    private readonly Option<int?> _batch = CheckedOption.WholeNumber("--batch", "Images per step. Default 64.");
    private readonly Option<int?> _convBatch = CheckedOption.WholeNumber("--batch",
        "Images per step. Default 128, with --net lenet 64, with fast 256; with the embedded digits and no --net 64.");
    private readonly Option<string?> _net = CheckedOption.Word("--net", "NET",
        $"A network that others have measured: {string.Join(", ", Network.Names)}. Default: 16 and 32 filters of 5×5, batch normalisation, "
            + "images shifted by up to 2 pixels.", Network.Names);
    private readonly Option<int?> _threads = CheckedOption.WholeNumber(
        "--threads", "Threads to compute with, up to 1024; the result is the same. Default: one per core.", 1024);
    private readonly Option<int?> _iterations = CheckedOption.WholeNumber(
        "--iterations", "Steps to take. Default 300 as asked, 500 fixed, 5000 for the answer.");
    private readonly Option<int?> _runs = CheckedOption.WholeNumber("--runs", "Runs, each with the next seed. Default 10.");
    private readonly Option<int?> _mlpRuns = CheckedOption.WholeNumber("--runs", "Runs, each with the next seed. Default 5.");
    private readonly Option<int?> _mlpEpochs = CheckedOption.WholeNumber("--epochs",
        $"Passes over the images. Default {Recipe.Accurate.Epochs}, with --distort {Recipe.Distorted.Epochs}.");
    private readonly Option<int?> _convEpochs = CheckedOption.WholeNumber("--epochs",
        "Passes over the data. Default 15, with --net 3, with the embedded digits 30.");
    private readonly Option<string?> _target = CheckedOption.Word("--target", "SHARE",
        "The share of the images to read: 0.98, by a dense network, or 0.99, by a convolutional one. Default 0.98.", ["0.98", "0.99"]);
    private readonly Option<bool> _distort = new("--distort") { Description = "Shift, turn and bend each training image, differently in each step." };
    private readonly Option<bool> _holdOut = new("--holdout")
    { Description = "Train on the first 50,000 training images and test on the other 10,000, as one does to choose a recipe." };
    private readonly Option<bool> _offline = new("--offline") { Description = "Do not download MNIST." };
    private readonly Option<Uri?> _mirror = CheckedOption.Address("--mirror", "Where to download MNIST from: a folder with its four .gz files.");
    private readonly Option<bool> _fixed = new("--fixed") { Description = "Use a correct softmax." };
    private readonly Option<string?> _data = CheckedOption.Folder("--data", "The folder with MNIST's four files.");
    private readonly Option<string?> _initial = CheckedOption.InputFile("--initial", "Initial weights: float32, little-endian, w1 b1 w2 b2.");
    private readonly Option<string?> _report = CheckedOption.OutputFile("--report",
        "Write a report for a browser there; of several runs, one with the seed in its name for each.");
    private readonly Option<string?> _out = CheckedOption.Folder("--out", "Write them below that folder. Default docs.");
    private readonly Option<string?> _json = CheckedOption.OutputFile("--json", "Write the results there.");

    public int Run(string[] arguments)
    {
        using var interruption = new Interruption();
        return Invocation.Run(Root(interruption), arguments, console.Profile.Out.Writer, error);
    }

    private RootCommand Root(Interruption interruption)
    {
        var question = new Command("question", "The experiment as it was asked: it learns, then breaks.")
            { _fixed, _data, _offline, _mirror, _initial, _iterations, _seed, _threads, _report, _json };
        question.SetAction(parsed => End(parsed, Question.Run(ExperimentOptions(parsed), Source(parsed), console, error, interruption)));

        var answer = new Command("answer", "The experiment of the accepted answer.") { _initial, _iterations, _seed, _threads, _report, _json };
        answer.SetAction(parsed => End(parsed, Answer.Run(ExperimentOptions(parsed), console, interruption)));

        var record = new Command("record", "The time to 98 % or 99 % of MNIST's test images: a fixed recipe, two threads, ten seeds.")
            { _target, _holdOut, _data, _offline, _mirror, _runs, _seed, _threads, _report, _json };
        record.SetAction(parsed =>
            End(parsed,
                RecordCommand.Run(parsed.GetValue(_target) == "0.99" ? Recipe.Convolutional
                    : Recipe.Chosen, RecordOptions(parsed, runs: 10), Source(parsed), console, error, interruption)));

        var mlp = new Command("mlp", "How well 784-800-10 reads MNIST's test images: a fixed recipe, two threads, five seeds.")
            { _distort, _holdOut, _data, _offline, _mirror, _mlpRuns, _mlpEpochs, _seed, _threads, _report, _json };
        mlp.SetAction(parsed =>
            End(parsed, RecordCommand.Run(MlpRecipe(parsed), RecordOptions(parsed, runs: 5), Source(parsed), console, error, interruption)));

        var conv = new Command("conv", "The main job with a convolutional network: 99.4 % of MNIST's test images.")
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
