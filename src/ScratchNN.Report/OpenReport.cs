using System.Diagnostics;

namespace ScratchNN.Reporting;

/// <summary>The report of a Fit under way: what was seen, and when it was written last.</summary>
internal sealed class OpenReport(FitRecord record, ReportFile file)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private const int Share = 200; // writing takes one part in so many of the time

    private long _rested = Stopwatch.GetTimestamp(); // since when nothing was written
    private TimeSpan _rest = _pause;

    public FitRecord Record { get; } = record;

    public ReportFile File { get; } = file;

    /// <summary>
    /// Writes the page if it is time to, and if the Fit does not end within a second: the end writes one anyway. A disk that is full now may have room in the
    /// end.
    /// </summary>
    public void Refresh(Func<FitRecord, string> page)
    {
        if (Stopwatch.GetElapsedTime(_rested) < _rest || Record.Left < _pause) return;
        long begun = Stopwatch.GetTimestamp();
        try
        {
            File.Write(page(Record));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
        _rested = Stopwatch.GetTimestamp();
        var rest = Share * Stopwatch.GetElapsedTime(begun, _rested);
        _rest = rest > _pause ? rest : _pause;
    }
}
