using System.Diagnostics;

namespace ScratchNN;

/// <summary>What <see cref="ConsoleProgress"/> shows of one Fit.</summary>
internal sealed class ProgressDisplay : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(0.1); // between two drawings

    private readonly TextWriter? _output;
    private readonly StatusLine? _line;
    private readonly double _samplesPerStep;
    private long _first, _drawn; // times of the first step of this process, and of the last drawing; 0: none
    private long _before;        // steps of the Fit at the first
    private int _epoch, _steps;  // of which the sums are
    private double _loss, _accuracy;
    private volatile int _presses;

    /// <param name="output">Where lines go; null: the console.</param>
    /// <param name="line">Where the bar is; null: nowhere.</param>
    /// <param name="pass">The Fit that begins.</param>
    public ProgressDisplay(TextWriter? output, StatusLine? line, in CallbackPass pass)
    {
        (_output, _line) = (output, line);
        _samplesPerStep = (double)pass.Data.Count / Math.Max(1, pass.Step.StepsPerEpoch);
        Console.CancelKeyPress += OnCancelKey;
    }

    /// <summary>Whether Ctrl+C was pressed.</summary>
    public bool IsCanceled => _presses > 0;

    public void WriteLine(string text) => (_output ?? Console.Out).WriteLine(text);

    public void Show(in CallbackPass pass)
    {
        if (_line == null) return;
        var step = pass.Step;
        if (step.Epoch != _epoch) (_epoch, _steps, _loss, _accuracy) = (step.Epoch, 0, 0, 0);
        (_steps, _loss, _accuracy) = (_steps + 1, _loss + step.Loss, _accuracy + (step.Accuracy ?? 0));
        long now = Stopwatch.GetTimestamp();
        if (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn, now) < _pause) return;
        _drawn = now;
        long done = ((long)pass.Epochs.Length * step.StepsPerEpoch) + step.StepInEpoch, planned = (long)pass.PlannedEpochs * step.StepsPerEpoch;
        if (_first == 0) (_first, _before) = (now, done);
        var taken = Stopwatch.GetElapsedTime(_first, now);
        double rate = done > _before ? (done - _before) / taken.TotalSeconds : 0;
        double left = rate > 0 ? (planned - done) / rate : double.MaxValue;
        _line.Draw(new ProgressText
        {
            Epoch = step.Epoch,
            LastEpoch = step.Epoch - pass.Epochs.Length + pass.PlannedEpochs - 1,
            Share = (double)step.StepInEpoch / step.StepsPerEpoch,
            Loss = _loss / _steps,
            Accuracy = step.Accuracy == null ? null : _accuracy / _steps,
            SamplesPerSecond = rate * _samplesPerStep,
            Left = left < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(left) : null,
        });
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKey;
        _line?.Dispose();
    }

    /// <summary>The first Ctrl+C ends the Fit, the second the process, as if nobody heard it.</summary>
    private void OnCancelKey(object? sender, ConsoleCancelEventArgs arguments)
    {
        if (Interlocked.Increment(ref _presses) > 1)
        {
            _line?.Clear();
            return;
        }
        arguments.Cancel = true;
        // another writer may not be for several threads
        if (_output == null) Console.WriteLine("Training ends after this step. Ctrl+C again ends the program.");
    }
}
