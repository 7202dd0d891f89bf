using System.Globalization;
using Mnist;
using ScratchNN;
using ScratchNN.Reporting;

namespace DigitPad;

/// <summary>The model of the page, and the training of it, one at a time.</summary>
internal sealed class Studio : IDisposable
{
    private readonly DigitData _digits = EmbeddedDigits.Split(seed: 0);
    private readonly Lock _lock = new();
    private readonly string _report = Path.Combine(Path.GetTempPath(), $"digitpad-{Environment.ProcessId}-{Guid.NewGuid():N}.html");
    private CancellationTokenSource? _training;
    private volatile Trained _current;

    /// <summary>A studio with a network that has learned already.</summary>
    public Studio()
    {
        var model = PadNetwork.Model(Fault.None);
        new Trainer(model, PadNetwork.Options(Fault.None)).Fit(PadNetwork.Data(_digits.Train, Fault.None));
        _current = Trained.Of(model, Fault.None);
    }

    /// <summary>What answers now.</summary>
    public Trained Current => _current;

    public Listeners Listeners { get; } = new();

    /// <summary>Begins to train; false while it trains already.</summary>
    public bool Train(Fault fault)
    {
        CancellationTokenSource training;
        lock (_lock)
        {
            if (_training != null) return false;
            _training = training = new CancellationTokenSource();
        }
        _ = Task.Run(() => Run(fault, training));
        return true;
    }

    public void Stop()
    {
        lock (_lock) _training?.Cancel();
    }

    /// <summary>The model as a file.</summary>
    public byte[] ModelFile()
    {
        using var file = new MemoryStream();
        _current.Model.Save(file);
        return file.ToArray();
    }

    /// <summary>The report of the last training; null before there is one.</summary>
    public byte[]? Report() => File.Exists(_report) ? File.ReadAllBytes(_report) : null;

    public void Dispose()
    {
        Stop();
        File.Delete(_report);
    }

    private void Run(Fault fault, CancellationTokenSource training)
    {
        string end;
        try
        {
            Listeners.Tell(Listeners.Start, new() { ["fault"] = fault.Name, ["words"] = fault.Words, ["epochs"] = PadNetwork.Epochs });
            var model = PadNetwork.Model(fault);
            _current = Trained.Of(model, fault);
            var report = new HtmlReport(_report) { Title = $"DigitPad: {fault.Words}", Image = new Shape(8, 8) };
            var live = new LiveCallback(Listeners, now => _current = Trained.Of(now, fault), training.Token);
            var options = PadNetwork.Options(fault) with { Callbacks = [live, report] };
            var history = new Trainer(model, options).Fit(PadNetwork.Data(_digits.Train, fault), PadNetwork.Data(_digits.Test, fault), training.Token);
            end = Words(history);
        }
        catch (Exception exception)
        {
            end = exception.Message; // the page says it, and the service goes on
        }
        lock (_lock) _training = null;
        Listeners.Tell("end", new() { ["words"] = end });
    }

    /// <summary>How it ended. What a breakage advises is left to the findings: they know the cause.</summary>
    private static string Words(TrainingHistory history)
    {
        if (history.Breakage is { } breakage) return breakage.Split(" Look for ")[0];
        string end = history.StopReason == StopReason.Canceled ? "Stopped" : "Trained";
        return string.Create(CultureInfo.InvariantCulture,
            $"{end}: {history.Epochs.Count} epochs{(history.Epochs is [.., var last] ? $", {last.ValidationAccuracy:P1} of the test digits right" : "")}.");
    }
}
