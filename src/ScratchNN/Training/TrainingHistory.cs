using System.Globalization;
using System.Text;

namespace ScratchNN;

/// <summary>What one Fit gave, epoch by epoch. Prints as a table.</summary>
public sealed class TrainingHistory
{
    private readonly List<EpochResult> _epochs = [];

    internal TrainingHistory()
    {
    }

    /// <summary>The completed epochs, in order.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>Why training ended.</summary>
    public StopReason StopReason { get; internal set; }

    /// <summary>The number of the epoch with the lowest validation loss (training loss without validation data); 0 before the first.</summary>
    public int BestEpoch { get; internal set; }

    /// <summary>Where and how training broke, or null: with <see cref="WhenBroken.Stop"/> and <see cref="WhenBroken.Continue"/> nothing is thrown.</summary>
    public string? Breakage { get; internal set; }

    /// <summary>How many threads computed something; the bits do not depend on it.</summary>
    internal int ThreadsUsed { get; set; }

    internal void Add(EpochResult epoch) => _epochs.Add(epoch);

    /// <summary>A table of the epochs, and why training ended.</summary>
    public override string ToString()
    {
        bool accuracy = _epochs.Any(epoch => epoch.Accuracy != null), validation = _epochs.Any(epoch => epoch.ValidationLoss != null);
        var text = new StringBuilder();
        void Row(string epoch, string loss, string accurate, string validLoss, string validAccurate, string seconds) => text
            .Append(epoch.PadLeft(5)).Append(loss.PadLeft(11))
            .Append(accuracy ? accurate.PadLeft(10) : "")
            .Append(validation ? validLoss.PadLeft(12) : "")
            .Append(validation && accuracy ? validAccurate.PadLeft(14) : "")
            .Append(seconds.PadLeft(9)).AppendLine();
        Row("epoch", "loss", "accuracy", "val. loss", "val. accuracy", "seconds");
        foreach (var epoch in _epochs)
            Row(Format(epoch.Epoch, "0"), Format(epoch.Loss), Format(epoch.Accuracy), Format(epoch.ValidationLoss), Format(epoch.ValidationAccuracy), Format(epoch.Seconds, "0.00"));
        text.Append(Breakage ?? StopReason switch
        {
            StopReason.Completed => "completed",
            StopReason.EarlyStopping => "stopped early",
            StopReason.Canceled => "canceled",
            _ => "broken",
        });
        if (BestEpoch > 0) text.Append(CultureInfo.InvariantCulture, $"; best epoch {BestEpoch}");
        return text.ToString();
    }

    private static string Format(double? number, string format = "0.0000") => number?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
