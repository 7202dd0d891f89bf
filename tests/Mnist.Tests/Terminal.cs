using System.Text;
using Spectre.Console;

namespace Mnist.Tests;

/// <summary>Runs the program in this process, its output redirected.</summary>
internal sealed class Terminal
{
    private readonly StringBuilder _output = new(), _error = new();

    public Terminal() => Console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(new StringWriter(_output)),
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
    });

    public IAnsiConsole Console { get; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    /// <summary>A source that has no MNIST and no way to get it.</summary>
    public static MnistSource Nowhere { get; } = new() { Cache = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), Mirrors = [] };

    /// <summary>Returns the exit code.</summary>
    public int Run(params string[] arguments) => new CommandLine(Console, new StringWriter(_error), Nowhere).Run(arguments);
}
