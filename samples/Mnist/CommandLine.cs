using System.CommandLine;
using System.Globalization;
using ScratchNN;
using Spectre.Console;

namespace Mnist;

/// <summary>The commands and their options. Errors end in one line and an exit code: 1 for what went wrong, 2 for what was asked wrongly.</summary>
internal sealed class CommandLine(IAnsiConsole console, TextWriter error, MnistSource source)
{
    private readonly Option<ulong> _seed = new("--seed") { Description = "Decides all that is random. Default 0.", HelpName = "N" };
    private readonly Option<int?> _epochs = Positive("--epochs", "Passes over the data. Default 10, with the embedded digits 60.");
    private readonly Option<int?> _hidden = Positive("--hidden", "Units of the hidden layer. Default 128.");
    private readonly Option<int?> _batch = Positive("--batch", "Images per step. Default 64.");
    private readonly Option<int?> _threads = Positive("--threads", "Threads to compute with, up to 1024; the result is the same. Default: one per core.", 1024);
    private readonly Option<int?> _iterations = Positive("--iterations", "Steps to take. Default 300 as asked, 500 fixed, 5000 for the answer.");
    private readonly Option<int?> _runs = Positive("--runs", "Runs, each with the next seed. Default 10.");
    private readonly Option<bool> _offline = new("--offline") { Description = "Do not download MNIST." };
    private readonly Option<Uri?> _mirror = Address("--mirror", "Where to download MNIST from: a folder with its four .gz files.");
    private readonly Option<bool> _fixed = new("--fixed") { Description = "With a right softmax." };
    private readonly Option<string?> _data = new("--data") { Description = "The folder with MNIST's four files.", HelpName = "DIR" };
    private readonly Option<string?> _initial = new("--initial") { Description = "Initial weights: float32, little-endian, w1 b1 w2 b2.", HelpName = "FILE" };
    private readonly Option<string?> _json = new("--json") { Description = "Write the results there.", HelpName = "FILE" };

    public int Run(string[] arguments)
    {
        var parsed = Root().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            error.WriteLine($"{parsed.Errors[0].Message} See --help.");
            return 2;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = console.Profile.Out.Writer, Error = error });
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TrainingException)
        {
            error.WriteLine(exception.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private RootCommand Root()
    {
        var question = new Command("question", "The experiment as it was asked: it learns, then breaks.")
            { _fixed, _data, _offline, _mirror, _initial, _iterations, _seed, _threads, _json };
        question.SetAction(parsed => Question.Run(ExperimentOptions(parsed), Source(parsed), console, error) == null ? 1 : 0);

        var answer = new Command("answer", "The experiment of the accepted answer.") { _initial, _iterations, _seed, _threads, _json };
        answer.SetAction(parsed => { Answer.Run(ExperimentOptions(parsed), console); });

        var record = new Command("record", "The time to 98 % of MNIST's test images: a fixed recipe, two threads, ten seeds.")
            { _data, _offline, _mirror, _runs, _seed, _threads, _json };
        record.SetAction(parsed => RecordCommand.Run(RecordOptions(parsed), Source(parsed), console, error) == null ? 1 : 0);

        var root = new RootCommand("Reads handwritten digits: trains 784-128-10 on MNIST, or on embedded 8×8 digits where there is no MNIST.")
            { question, answer, record, _seed, _epochs, _hidden, _batch, _threads, _offline, _mirror, _data, _json };
        root.SetAction(parsed => { TrainCommand.Run(TrainOptions(parsed), Source(parsed), console); });
        return root;
    }

    private MnistSource Source(ParseResult parsed) => parsed.GetValue(_mirror) is { } mirror ? source with { Mirrors = [mirror] } : source;

    private TrainOptions TrainOptions(ParseResult parsed)
    {
        var defaults = new TrainOptions();
        return new TrainOptions
        {
            Seed = parsed.GetValue(_seed),
            Epochs = parsed.GetValue(_epochs),
            Hidden = parsed.GetValue(_hidden) ?? defaults.Hidden,
            BatchSize = parsed.GetValue(_batch) ?? defaults.BatchSize,
            Threads = parsed.GetValue(_threads) ?? defaults.Threads,
            Offline = parsed.GetValue(_offline),
            Data = parsed.GetValue(_data),
            Json = parsed.GetValue(_json),
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
        Json = parsed.GetValue(_json),
    };

    private RecordOptions RecordOptions(ParseResult parsed)
    {
        var defaults = new RecordOptions();
        return new RecordOptions
        {
            Runs = parsed.GetValue(_runs) ?? defaults.Runs,
            Seed = parsed.GetValue(_seed),
            Threads = parsed.GetValue(_threads) ?? defaults.Threads,
            Offline = parsed.GetValue(_offline),
            Data = parsed.GetValue(_data),
            Json = parsed.GetValue(_json),
        };
    }

    private static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
            result.AddError($"{name} takes an address that begins with http:// or https://, got {given}.");
            return null;
        },
    };

    private static Option<int?> Positive(string name, string description, int maximum = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string given = result.Tokens[0].Value;
            if (int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= maximum) return number;
            result.AddError($"{name} takes a whole number from 1 to {maximum}, got {given}.");
            return null;
        },
    };
}
