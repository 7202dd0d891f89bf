using System.Globalization;
using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>A line for each fault, a line for each false alarm, and the rates.</summary>
internal sealed class Table(TextWriter console, int seeds, bool showsAll)
{
    private const double Promised = 0.95;
    private const int LastPlace = 2; // the right finding first or second

    private int _faults, _faultRuns, _found, _first, _healthy, _alarms;

    public void Write(Fault fault)
    {
        if (_faults++ == 0) console.WriteLine($"{"fault",-40}{"expected",-10}{"place",-7}found first");
        var found = Run(fault.Run);
        int[] ranks = Array.ConvertAll(found, fault.Rank);
        _faultRuns += seeds;
        _first += ranks.Count(rank => rank == 1);
        int detected = ranks.Count(rank => rank is >= 1 and <= LastPlace);
        _found += detected;
        int worst = Array.FindIndex(ranks, rank => rank is 0 or > LastPlace), shown = worst < 0 ? 0 : worst;
        string place = string.Join(' ', ranks.Distinct().Order().Select(rank => rank == 0 ? "-" : rank.ToString(CultureInfo.InvariantCulture)));
        console.WriteLine($"{fault.Name,-40}{fault.Code,-10}{place,-7}{(found[shown].Count > 0 ? Short(found[shown][0]) : "nothing")}{(worst < 0 ? "" : $"   MISSED {seeds - detected} of {seeds}")}");
        if (showsAll || worst >= 0) Show(found[shown]);
    }

    public void Write(Healthy run)
    {
        if (_healthy++ == 0) console.WriteLine();
        var found = Run(run.Run);
        foreach (var findings in found)
            foreach (var finding in findings.Where(finding => finding.Severity > Severity.Info))
            {
                _alarms++;
                console.WriteLine($"FALSE ALARM, {run.Name}: {finding}");
            }
        if (showsAll) Show(found[0]);
    }

    /// <summary>The rates; false if they are less than promised.</summary>
    public bool WriteSum()
    {
        double rate = _faultRuns == 0 ? 1 : (double)_found / _faultRuns, first = _faultRuns == 0 ? 1 : (double)_first / _faultRuns;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_faults} faults, {seeds} seeds: {100 * rate:0.0} % found, the right finding first or second; {100 * first:0.0} % first"));
        console.WriteLine($"{_healthy} healthy runs, {seeds} seeds: {_alarms} false alarms");
        return rate >= Promised && _alarms == 0;
    }

    private IReadOnlyList<Finding>[] Run(Func<ulong, IReadOnlyList<Finding>> run) =>
        [.. Enumerable.Range(0, seeds).AsParallel().AsOrdered().Select(seed => run((ulong)seed))];

    private void Show(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings) console.WriteLine($"    {finding}");
    }

    private static string Short(Finding finding) => finding.Title.Length <= 100 ? $"{finding.Code} {finding.Title}" : $"{finding.Code} {finding.Title[..99]}…";
}
