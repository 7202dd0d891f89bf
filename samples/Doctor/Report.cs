using System.Globalization;
using System.Text.Json;
using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>The sums of both suites and of the healthy runs, for readers and for programs.</summary>
internal sealed class Report
{
    private const double PromisedOfOurs = 0.98, PromisedOfStrangers = 0.95;

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    public Tally Ours { get; } = new();

    public Dictionary<Kind, Tally> Strangers { get; } = Enum.GetValues<Kind>().ToDictionary(kind => kind, _ => new Tally());

    public Alarms Healthy { get; } = new();

    public Alarms HealthyStrangers { get; } = new();

    /// <summary>Whether the findings are right as often as promised, and no healthy run is warned.</summary>
    public bool IsAsPromised =>
        Ours.RightShare >= PromisedOfOurs && AllStrangers.RightShare >= PromisedOfStrangers && Of(Severity.Warning) + Of(Severity.Error) == 0;

    private Tally AllStrangers
    {
        get
        {
            var all = new Tally();
            foreach (var tally in Strangers.Values) all.Add(tally);
            return all;
        }
    }

    public void Write(TextWriter console)
    {
        console.WriteLine();
        console.WriteLine($"{"suite",-24}{"runs",6}{"right",9}{"first",7}{"second",8}{"partly",8}{"wrong",7}{"silent",8}");
        if (Ours.Cases > 0) Row(console, "ours", Ours);
        foreach (var (kind, tally) in Strangers)
            if (tally.Cases > 0) Row(console, $"strangers, {kind}", tally);
        if (AllStrangers.Cases > 0) Row(console, "strangers", AllStrangers);
        Row(console, "our", Healthy);
        Row(console, "strangers'", HealthyStrangers);
    }

    /// <summary>A run is one fault with one seed; right is first or second.</summary>
    public string ToJson(int seeds) => JsonSerializer.Serialize(
        new
        {
            seeds,
            strangers = Numbers(AllStrangers),
            ours = Numbers(Ours),
            healthy = new
            {
                runs = Healthy.Runs + HealthyStrangers.Runs,
                falseAlarms = Healthy.Total + HealthyStrangers.Total,
                errors = Of(Severity.Error),
                warnings = Of(Severity.Warning),
                infos = Of(Severity.Info),
            },
            byKind = Strangers.ToDictionary(pair => pair.Key.ToString(), pair => Numbers(pair.Value)),
        },
        _indented);

    private int Of(Severity severity) => Healthy[severity] + HealthyStrangers[severity];

    private static object Numbers(Tally tally) => new
    {
        cases = tally.Cases,
        right = tally.Right,
        partly = tally[Verdict.Partly],
        wrong = tally[Verdict.Wrong],
        silent = tally[Verdict.Silent],
        first = tally[Verdict.First],
    };

    private static void Row(TextWriter console, string whose, Alarms alarms)
    {
        if (alarms.Runs == 0) return;
        console.WriteLine(
            $"{alarms.Runs} of {whose} healthy runs: {alarms.Total} false alarms: {alarms[Severity.Error]} errors, {alarms[Severity.Warning]} warnings, "
                + $"{alarms[Severity.Info]} notes");
    }

    private static void Row(TextWriter console, string name, Tally tally) => console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-24}{tally.Cases,6}{100 * tally.RightShare,7:0.0} %{tally[Verdict.First],7}{tally[Verdict.Second],8}"
        + $"{tally[Verdict.Partly],8}{tally[Verdict.Wrong],7}{tally[Verdict.Silent],8}"));
}
