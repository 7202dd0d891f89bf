using System.Diagnostics;
using ScratchNN.Reporting;

namespace ScratchNN.Benchmarks;

/// <summary>What <see cref="HtmlReport"/> adds to a Fit: whole Fits with it and without take turns.</summary>
/// <remarks>
/// A report costs in bursts: a page each second, and one in the end with the answers to some samples. So whole Fits count, from the call to its return. Which
/// comes first changes from turn to turn: a machine that slows down meanwhile favours neither. Of each kind the fastest Fit counts, because neighbours can only
/// slow one down.
/// </remarks>
internal sealed class ReportCost
{
    private readonly List<double> _with = [], _without = [];

    /// <summary>Seconds of each Fit with a report.</summary>
    public IReadOnlyList<double> With => _with;

    /// <summary>Seconds of each Fit without.</summary>
    public IReadOnlyList<double> Without => _without;

    /// <summary>Bytes of the last report.</summary>
    public long Bytes { get; private set; }

    /// <summary>What the report adds, as a share of the Fit without it: 0.01 is 1 %.</summary>
    public double Share => (_with.Min() / _without.Min()) - 1;

    /// <summary>Fits 784-128-10 with the default options.</summary>
    /// <param name="x">What to learn from.</param>
    /// <param name="labels">From 0 to 9.</param>
    /// <param name="image">The shape of a sample as an image.</param>
    /// <param name="turns">Fits of each kind, 1 or more.</param>
    /// <param name="epochs">Of each Fit. Default: the default.</param>
    public static ReportCost Of(Samples x, int[] labels, Shape image, int turns, int? epochs = null)
    {
        var cost = new ReportCost();
        string path = Path.Combine(Path.GetTempPath(), $"report-cost-{Environment.ProcessId}-{Guid.NewGuid():N}.html");
        var options = epochs is { } count ? new TrainerOptions { Epochs = count } : new TrainerOptions();
        try
        {
            Seconds(x, labels, options with { Epochs = 1, Callbacks = [new HtmlReport(path) { Image = image }] }); // the runtime compiles
            for (int turn = 0; turn < turns; turn++)
            {
                bool isFirst = turn % 2 == 0;
                if (isFirst) cost._with.Add(Seconds(x, labels, options with { Callbacks = [new HtmlReport(path) { Image = image }] }));
                cost._without.Add(Seconds(x, labels, options));
                if (!isFirst) cost._with.Add(Seconds(x, labels, options with { Callbacks = [new HtmlReport(path) { Image = image }] }));
            }
            cost.Bytes = new FileInfo(path).Length;
        }
        finally
        {
            File.Delete(path);
        }
        return cost;
    }

    private static double Seconds(Samples x, int[] labels, TrainerOptions options)
    {
        var trainer = new Trainer(new Sequential(new Dense(128), new ReLU(), new Dense(10), new Softmax()), options);
        GC.Collect();
        long began = Stopwatch.GetTimestamp();
        trainer.Fit(x, labels);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
