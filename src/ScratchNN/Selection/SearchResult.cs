using System.Globalization;

namespace ScratchNN.Selection;

/// <summary>The trials of a search, and the best. Prints as a table, the best first.</summary>
public sealed record SearchResult
{
    private const int MostRows = 20;

    private readonly Model? _bestModel;

    internal SearchResult(Model? bestModel) => _bestModel = bestModel;

    /// <summary>The trials that were done, by number.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>The trial with the best score, the first of equal ones. One that broke is not it.</summary>
    public required Trial Best { get; init; }

    /// <summary>Whether the search was canceled: there may be fewer trials than were asked for.</summary>
    public bool IsCanceled { get; init; }

    /// <summary>
    /// The model of the best trial: with <see cref="SearchOptions.Validation"/>, the one that was compared, which has not seen the rows held out; with
    /// <see cref="SearchOptions.Folds"/>, one that was trained once more with its settings, on all of the data.
    /// </summary>
    /// <exception cref="InvalidOperationException">The search was canceled before that model was trained.</exception>
    public Model BestModel => _bestModel ?? throw new InvalidOperationException(
        "The search was canceled before the best settings were trained on all of the data: call the function that made the trainers with Best, and Fit.");

    /// <summary>The best 20 trials, and the findings of the best.</summary>
    public override string ToString()
    {
        string[] names = [.. Trials.SelectMany(trial => trial.Values.Keys).Distinct()];
        var table = new TextTable(["trial", "score", .. names]);
        var ranked = Trials.OrderBy(trial => trial == Best ? 0 : 1).ThenBy(trial => double.IsNaN(trial.Score))
            .ThenBy(trial => Math.Abs(trial.Score - Best.Score)).ToList();
        foreach (var trial in ranked.Take(MostRows))
            table.Add(
                [trial.Number.ToString(CultureInfo.InvariantCulture), NumberFormat.Text(trial.Score),
                    .. names.Select(name => trial.Values.TryGetValue(name, out object? value) ? Trial.Text(value) : "")]);
        string more = ranked.Count > MostRows ? string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}… ({ranked.Count - MostRows} more)") : "";
        string canceled = IsCanceled ? $"{Environment.NewLine}canceled" : "";
        return $"{table}{more}{canceled}{string.Concat(Best.Findings.Select(finding => Environment.NewLine + finding))}";
    }
}
