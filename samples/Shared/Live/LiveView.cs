using System.Diagnostics;
using ScratchNN;
using ScratchNN.Diagnostics;
using Spectre.Console;

namespace Samples;

/// <summary>Shows a Fit in the terminal: progress, samples per second, ETA, sparklines of loss and accuracy; epochs and findings as lines above them.</summary>
/// <remarks>
/// Where the output is piped, in CI, in a terminal that cannot move its cursor, and in one of 60 columns or fewer there are lines alone. Ctrl+C ends the Fit
/// after the step: the model keeps its weights, and the terminal has its cursor again. A second Ctrl+C ends the program.
/// </remarks>
internal sealed class LiveView : Callback, IDisposable
{
    private const int Narrow = 60;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(0.1); // between two drawings

    private readonly IAnsiConsole _console;
    private readonly LiveDisplayContext _display;
    private readonly LiveState _state = new();
    private long _begun, _drawn;
    private int _steps, _all;
    private double _loss, _accuracy;
    private volatile int _presses;

    private LiveView(IAnsiConsole console, LiveDisplayContext display)
    {
        (_console, _display) = (console, display);
        Console.CancelKeyPress += OnCancelKey;
    }

    /// <summary>Runs a Fit with the view that the console of this process allows.</summary>
    /// <param name="fit">Fits with the callback that it is given.</param>
    public static TrainingHistory Watch(Func<Callback, TrainingHistory> fit) => Watch(AnsiConsole.Console, fit);

    /// <summary>Runs a Fit with the view that a console allows.</summary>
    /// <param name="console">Where it is shown.</param><param name="fit">Fits with the callback that it is given.</param>
    public static TrainingHistory Watch(IAnsiConsole console, Func<Callback, TrainingHistory> fit)
    {
        var capabilities = console.Profile.Capabilities;
        bool isCi = Environment.GetEnvironmentVariable("CI") is { Length: > 0 } and not "false";
        if (isCi || !capabilities.Interactive || !capabilities.Ansi || console.Profile.Width <= Narrow)
            return fit(new ConsoleProgress(capabilities.Interactive ? null : console.Profile.Out.Writer));
        return console.Live(new Text("")).AutoClear(true).Start(display =>
        {
            using var view = new LiveView(console, display);
            return fit(view);
        });
    }

    public override void OnFitBegin(in CallbackPass pass) => _begun = Stopwatch.GetTimestamp();

    public override void OnStepEnd(in CallbackPass pass)
    {
        if (_presses > 0) pass.Cancel();
        var step = pass.Step;
        (_steps, _all, _loss, _accuracy) = (_steps + 1, _all + 1, _loss + step.Loss, _accuracy + (step.Accuracy ?? 0));
        long now = Stopwatch.GetTimestamp();
        if (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn, now) < _pause) return;
        _drawn = now;
        double samples = _all * (double)pass.Data.Count / step.StepsPerEpoch;
        _state.Note(step, pass.Epochs.Length, pass.PlannedEpochs, _loss / _steps, step.Accuracy == null ? null
            : _accuracy / _steps, samples, Stopwatch.GetElapsedTime(_begun, now));
        (_steps, _loss, _accuracy) = (0, 0, 0);
        _display.UpdateTarget(new Rows(_state.Lines(_console.Profile.Width - 1).Select(line => new Text(line))));
    }

    public override void OnEpochEnd(in CallbackPass pass)
    {
        if (_presses > 0) pass.Cancel();
        WriteAbove(pass.Epoch.ToString(), Style.Plain);
    }

    public override void OnFinding(in CallbackPass pass, Finding finding)
    {
        var colour = finding.Severity switch { Severity.Error => Color.Red, Severity.Warning => Color.Yellow, _ => Color.Default };
        WriteAbove(finding.ToString(), new Style(colour));
    }

    public void Dispose() => Console.CancelKeyPress -= OnCancelKey;

    /// <summary>Writes text over the view, which is drawn again below it: to the full width, so that nothing of the view is left behind it.</summary>
    private void WriteAbove(string text, Style style) => _console.Write(new Padder(new Text(text, style), new Spectre.Console.Padding(0)) { Expand = true });

    private void OnCancelKey(object? sender, ConsoleCancelEventArgs arguments)
    {
        arguments.Cancel = Interlocked.Increment(ref _presses) == 1;
        if (arguments.Cancel) WriteAbove("Training ends after this step. Ctrl+C again ends the program.", Style.Plain);
        else Console.Out.Write("\u001b[?25h"); // the cursor, which a live display hides: at once, whoever draws
    }
}
