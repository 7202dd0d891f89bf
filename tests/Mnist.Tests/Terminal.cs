using System.Text;
using Spectre.Console;

namespace Mnist.Tests;

/// <summary>Runs the program in this process, its output redirected.</summary>
internal sealed class Terminal
{
    private readonly StringBuilder _output = new(), _error = new();

    public Terminal() => Console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(new Watched(_output, text => Interlocked.Exchange(ref Written, null)?.Invoke(text))),
        Ansi = AnsiSupport.No,
        Interactive = InteractionSupport.No,
    });

    /// <summary>Called once, with the first text that is written.</summary>
    public Action<string>? Written;

    public IAnsiConsole Console { get; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    /// <summary>A source that has no MNIST and no way to get it.</summary>
    public static MnistSource Nowhere { get; } = new() { Cache = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), Mirrors = [] };

    /// <summary>Returns the exit code.</summary>
    public int Run(params string[] arguments) => new CommandLine(Console, new StringWriter(_error), Nowhere).Run(arguments);

    private sealed class Watched(StringBuilder text, Action<string> written) : StringWriter(text)
    {
        public override void Write(string? value)
        {
            base.Write(value);
            written(value ?? "");
        }

        public override void WriteLine(string? value) => Write(value + NewLine);
    }
}
