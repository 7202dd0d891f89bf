using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ScratchNN;

/// <summary>The results of one Fit, epoch by epoch, and the findings of the checks. Prints as a table with notes.</summary>
public sealed partial class TrainingHistory
{
    private const int MostRows = 20, RowsAtAnEnd = 8;

    private readonly List<EpochResult> _epochs = [];

    internal TrainingHistory()
    {
    }

    /// <summary>The completed epochs, in order.</summary>
    public IReadOnlyList<EpochResult> Epochs => _epochs;

    /// <summary>Why training ended.</summary>
    public StopReason StopReason { get; internal set; }

    /// <summary>The number of the epoch with the lowest validation loss (training loss without validation data); 0 if no epoch has a loss.</summary>
    public int BestEpoch => Best()?.Epoch ?? 0;

    /// <summary>
    /// Where and how training broke, why it did not begin, or what was thrown; null if nothing of this happened. With <see cref="WhenBroken.Stop"/> and
    /// <see cref="WhenBroken.Continue"/> a breakage throws nothing.
    /// </summary>
    public string? Breakage { get; internal set; }

    /// <summary>The completed epochs, as they lie in memory: asking costs nothing.</summary>
    internal ReadOnlySpan<EpochResult> EpochSpan => CollectionsMarshal.AsSpan(_epochs);

    /// <summary>How many threads computed something; the result does not depend on it.</summary>
    internal int ThreadsUsed { get; set; }

    /// <summary>The best epoch, the first of equals; null if no epoch has a value.</summary>
    /// <param name="by">The loss or metric to compare by; by default <see cref="Goal.Loss"/>. On the validation data if there is any.</param>
    /// <exception cref="KeyNotFoundException">The metric was not computed in this Fit.</exception>
    public EpochResult? Best(Goal? by = null)
    {
        int best = (by ?? Goal.Loss).IndexOfBest(EpochSpan);
        return best < 0 ? null : _epochs[best];
    }

    internal void Add(EpochResult epoch) => _epochs.Add(epoch);

    /// <summary>
    /// A table of the epochs (of more than 20, the first, the last and those about the best) with a column for each loss and metric for which a line has room;
    /// why training ended; and the three likeliest findings.
    /// </summary>
    public override string ToString()
    {
        int best = BestEpoch;
        var text = new StringBuilder();
        var table = new EpochLines(_epochs);
        text.AppendLine(table.Header);
        for (int i = 0; i < _epochs.Count; i++)
        {
            if (IsShown(i, best)) text.AppendLine(table.Line(_epochs[i]));
            else if (IsShown(i - 1, best)) text.AppendLine("    …");
        }
        text.Append(Breakage ?? StopReason switch
        {
            StopReason.Completed => "completed",
            StopReason.StoppedEarly => "stopped early",
            StopReason.Canceled => "canceled",
            _ => "broken",
        });
        if (best > 0) text.Append(CultureInfo.InvariantCulture, $"; best epoch {best}");
        if (table.Others.Count > 0) text.Append($"; Epochs also has {string.Join(", ", table.Others)}");
        foreach (string line in Notes) text.AppendLine().Append(line);
        return text.ToString();
    }

    /// <summary>Where training broke, and the likeliest findings.</summary>
    internal string Explain() => string.Join(Environment.NewLine, Notes.Prepend(Breakage));

    private bool IsShown(int i, int best) =>
        _epochs.Count <= MostRows || i < RowsAtAnEnd || i >= _epochs.Count - RowsAtAnEnd || Math.Abs(_epochs[i].Epoch - best) <= 1;
}
