using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ScratchNN;

/// <summary>The results of one Fit, epoch by epoch, and the findings of the checks. Prints as a table with notes.</summary>
public sealed partial class TrainingHistory
{
    private const int MostRows = 20, RowsAtAnEnd = 8;

    private readonly List<EpochResult> _epochs = [];
    private readonly List<Finding> _findings = [];

    internal TrainingHistory()
    {
    }

    /// <summary>The completed epochs, in order.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>Why training ended.</summary>
    public StopReason StopReason { get; internal set; }

    /// <summary>The number of the epoch with the lowest validation loss (training loss without validation data); 0 if no epoch has a loss.</summary>
    public int BestEpoch => Best()?.Epoch ?? 0;

    /// <summary>Where and how training broke, why it did not begin, or what was thrown; null if nothing of this happened. With <see cref="WhenBroken.Stop"/> and <see cref="WhenBroken.Continue"/> a breakage throws nothing.</summary>
    public string? Breakage { get; internal set; }

    /// <summary>The findings of the checks, the most likely cause first: errors before warnings, and what was wrong from the start before what came of it.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The completed epochs, as they lie in memory: asking costs nothing.</summary>
    internal ReadOnlySpan<EpochResult> EpochSpan => CollectionsMarshal.AsSpan(_epochs);

    /// <summary>How many threads computed something; the result does not depend on it.</summary>
    internal int ThreadsUsed { get; set; }

    /// <summary>Told of each finding that is noted.</summary>
    internal Action<Finding>? Found { get; set; }

    /// <summary>The best epoch, the first of equals; null if no epoch has a value.</summary>
    /// <param name="by">The loss or metric to compare by; by default <see cref="Goal.Loss"/>. On the validation data if there is any.</param>
    /// <exception cref="KeyNotFoundException">The metric was not computed in this Fit.</exception>
    public EpochResult? Best(Goal? by = null)
    {
        int best = (by ?? Goal.Loss).IndexOfBest(EpochSpan);
        return best < 0 ? null : _epochs[best];
    }

    internal void Add(EpochResult epoch) => _epochs.Add(epoch);

    /// <summary>Notes a finding in its place, and tells of it, unless it is known already and no less severe: then false.</summary>
    internal bool Add(Finding finding)
    {
        int known = _findings.FindIndex(other => (other.Code, other.Layer, other.Tensor) == (finding.Code, finding.Layer, finding.Tensor) && finding.Step != null);
        if (known >= 0 && _findings[known].Severity >= finding.Severity) return false;
        if (known >= 0) _findings.RemoveAt(known);
        int place = _findings.FindIndex(other => other.Severity < finding.Severity
            || (other.Severity == finding.Severity && string.CompareOrdinal(other.Code, finding.Code) > 0)); // the codes go from causes to symptoms
        _findings.Insert(place < 0 ? _findings.Count : place, finding);
        Found?.Invoke(finding);
        return true;
    }

    /// <summary>A table of the epochs (of more than 20, the first, the last and those about the best), why training ended, and the findings.</summary>
    public override string ToString()
    {
        int best = BestEpoch;
        bool accuracy = _epochs.Any(epoch => epoch.Accuracy != null), validation = _epochs.Any(epoch => epoch.ValidationLoss != null);
        var text = new StringBuilder();
        void Row(string epoch, string loss, string accurate, string validLoss, string validAccurate, string seconds) => text
            .Append(epoch.PadLeft(5)).Append(loss.PadLeft(11))
            .Append(accuracy ? accurate.PadLeft(10) : "")
            .Append(validation ? validLoss.PadLeft(12) : "")
            .Append(validation && accuracy ? validAccurate.PadLeft(14) : "")
            .Append(seconds.PadLeft(9)).AppendLine();
        Row("epoch", "loss", "accuracy", "val. loss", "val. accuracy", "seconds");
        for (int i = 0; i < _epochs.Count; i++)
        {
            var epoch = _epochs[i];
            if (IsShown(i, best))
                Row($"{epoch.Epoch}", Format(epoch.Loss), Format(epoch.Accuracy, "0.0000"),
                    Format(epoch.ValidationLoss), Format(epoch.ValidationAccuracy, "0.0000"), NumberFormat.Seconds(epoch.Duration.TotalSeconds));
            else if (IsShown(i - 1, best))
                text.AppendLine("    …");
        }
        text.Append(Breakage ?? StopReason switch
        {
            StopReason.Completed => "completed",
            StopReason.StoppedEarly => "stopped early",
            StopReason.Canceled => "canceled",
            _ => "broken",
        });
        if (best > 0) text.Append(CultureInfo.InvariantCulture, $"; best epoch {best}");
        foreach (var finding in _findings) text.AppendLine().Append(finding);
        return text.ToString();
    }

    /// <summary>Where training broke, and the findings.</summary>
    internal string Explain() => string.Join(Environment.NewLine, _findings.Select(finding => finding.ToString()).Prepend(Breakage));

    private bool IsShown(int i, int best) =>
        _epochs.Count <= MostRows || i < RowsAtAnEnd || i >= _epochs.Count - RowsAtAnEnd || Math.Abs(_epochs[i].Epoch - best) <= 1;

    private static string Format(double? number, string? format = null) =>
        number?.ToString(format ?? (Math.Abs(number.Value) is 0 or (>= 1e-3 and < 1e5) ? "0.0000" : "0.000E+0"), CultureInfo.InvariantCulture) ?? "";
}
