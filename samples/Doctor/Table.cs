using System.Globalization;
using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>A line for each fault and each false alarm; counts them in a report.</summary>
internal sealed class Table(TextWriter console, Report report, int seeds, bool showsAll)
{
    private const int LastPlace = 2; // the right finding first or second

    private int _faults, _strangers;

    public void Write(Fault fault)
    {
        if (_faults++ == 0) console.WriteLine($"{"fault",-40}{"expected",-10}{"place",-7}found first");
        var found = Run(fault.Run);
        int[] ranks = Array.ConvertAll(found, fault.Rank);
        for (int i = 0; i < seeds; i++) report.Ours.Add(VerdictOf(ranks[i], found[i]));
        int missed = ranks.Count(rank => rank is 0 or > LastPlace), worst = Array.FindIndex(ranks, rank => rank is 0 or > LastPlace);
        int shown = Math.Max(0, worst);
        string place = string.Join(' ', ranks.Distinct().Order().Select(rank => rank == 0 ? "-" : rank.ToString(CultureInfo.InvariantCulture)));
        console.WriteLine($"{fault.Name,-40}{fault.Code,-10}{place,-7}{First(found[shown])}{(worst < 0 ? "" : $"   MISSED {missed} of {seeds}")}");
        if (showsAll || worst >= 0) Show(found[shown]);
    }

    public void Write(Stranger stranger)
    {
        if (_strangers++ == 0) console.WriteLine($"{Environment.NewLine}{"stranger",-55}{"verdicts",-10}found first");
        var visits = Run(stranger.Ill);
        var verdicts = Enumerable.Range(0, seeds).AsParallel().AsOrdered().Select(seed => stranger.Judge((ulong)seed, visits[seed])).ToArray();
        foreach (var verdict in verdicts) report.Strangers[stranger.Kind].Add(verdict);
        int worst = Array.IndexOf(verdicts, verdicts.Max());
        var found = visits[worst].Findings;
        console.WriteLine($"{stranger.Name,-55}{string.Join(' ', verdicts.Distinct().Order()),-10} {First(found)}");
        if (showsAll) Show(stranger, worst, visits[worst]);
    }

    public void Write(Healthy run, Alarms alarms)
    {
        var found = Run(run.Run);
        foreach (var findings in found)
        {
            Finding[] falseOnes = [.. findings.Where(run.IsFalse)];
            alarms.Add(falseOnes);
            foreach (var finding in falseOnes) console.WriteLine($"FALSE ALARM, {run.Name}: {finding}");
        }
        if (showsAll) Show(found[0]);
    }

    private T[] Run<T>(Func<ulong, T> run) => [.. Enumerable.Range(0, seeds).AsParallel().AsOrdered().Select(seed => run((ulong)seed))];

    private static Verdict VerdictOf(int rank, IReadOnlyList<Finding> found) => rank switch
    {
        1 => Verdict.First,
        LastPlace => Verdict.Second,
        > LastPlace => Verdict.Partly,
        _ => found.Any(finding => finding.Severity > Severity.Info) ? Verdict.Wrong : Verdict.Silent,
    };

    private void Show(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            console.WriteLine($"    {finding}");
            console.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"    Evidence: "
                        + $"{string.Join(", ", finding.Evidence.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:G4}")))}"));
        }
    }

    /// <summary>All that was found, and what the advice of the right finding, if it is there, makes of the score.</summary>
    private void Show(Stranger stranger, int seed, Visit ill)
    {
        Show(ill.Findings);
        if (stranger.Obeyed is not { } obey) return;
        var nothing = new Finding { Code = "", Severity = Severity.Info, Title = "", Advice = "" };
        double score = obey((ulong)seed, ill.Findings.FirstOrDefault(finding => stranger.Right.Any(sign => sign.Matches(finding))) ?? nothing).Score;
        console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"    score {ill.Score:G3}, with the advice obeyed {score:G3}; a cure has at most {stranger.Cured * ill.Score:G3}"));
    }

    private static string First(IReadOnlyList<Finding> findings) => findings.Count == 0 ? "nothing" : Short(findings[0]);

    private static string Short(Finding finding) => finding.Title.Length <= 100
        ? $"{finding.Code} {finding.Title}"
        : $"{finding.Code} {finding.Title[..99]}…";
}
