using System.Globalization;
using System.Text;

namespace ScratchNN;

/// <summary>Epochs as a table of comma-separated values (RFC 4180; lines end in \n, numbers are invariant and exact).</summary>
/// <remarks>Its columns are those of all epochs that it was made for; an epoch that lacks one leaves the cell empty.</remarks>
internal sealed class EpochTable
{
    private const string Validation = "validation ";
    private readonly List<(string Name, Func<EpochResult, double?> Value)> _columns = [("epoch", epoch => epoch.Epoch)];

    public EpochTable(IEnumerable<EpochResult> epochs)
    {
        EpochResult[] all = [.. epochs];
        Add("", epoch => epoch.Training, all);
        if (Array.Exists(all, epoch => epoch.Validation != null)) Add(Validation, epoch => epoch.Validation, all);
        _columns.Add(("learning rate", epoch => epoch.LearningRate));
        _columns.Add(("seconds", epoch => epoch.Duration.TotalSeconds));
    }

    public string Header => Line(_columns.Select(column => Quoted(column.Name)));

    public string Row(EpochResult epoch) => Line(_columns.Select(column => column.Value(epoch)?.ToString(CultureInfo.InvariantCulture) ?? ""));

    /// <summary>Whether it has all columns of the epoch.</summary>
    public bool Fits(EpochResult epoch) => !new EpochTable([epoch])._columns.Select(column => column.Name).Except(_columns.Select(column => column.Name)).Any();

    private void Add(string of, Func<EpochResult, Evaluation?> evaluation, EpochResult[] epochs)
    {
        _columns.Add((of + "loss", epoch => evaluation(epoch)?.Loss));
        if (Array.Exists(epochs, epoch => evaluation(epoch)?.Accuracy != null)) _columns.Add((of + "accuracy", epoch => evaluation(epoch)?.Accuracy));
        foreach (string metric in epochs.SelectMany(epoch => evaluation(epoch)?.Metrics.Keys ?? []).Where(name => name != Metric.Accuracy.Name).Distinct())
            _columns.Add((of + metric, epoch => evaluation(epoch)?.Metrics.TryGetValue(metric, out double value) == true ? value : null));
    }

    private static string Line(IEnumerable<string> cells) => new StringBuilder().AppendJoin(',', cells).Append('\n').ToString();

    private static string Quoted(string name) => name.AsSpan().ContainsAny(",\"\r\n") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
}
