using System.Globalization;

namespace ScratchNN.Benchmarks;

/// <summary>Measures what a report costs, and writes a table of it.</summary>
internal static class ReportRun
{
    /// <summary>A report may add this share of the Fit.</summary>
    public const double Most = 0.03;

    /// <returns>0 if the report adds no more than it may.</returns>
    public static int Run(Samples x, int[] labels, int turns, TextWriter output)
    {
        var cost = ReportCost.Of(x, labels, new Shape(28, 28), turns);
        var table = new MarkdownTable(output, firstWidth: 16, "seconds of a Fit", "fastest", "median", "slowest");
        Add("without a report", cost.Without);
        Add("with a report", cost.With);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nA report adds {100 * cost.Share:0.0} % to the default Fit of {x.Count} × {x.Shape.Size} ({100 * Most:0} % at most): "
                + $"the fastest of {turns} Fits of each kind, in turns. It has {cost.Bytes / 1000} KB."));
        return cost.Share <= Most ? 0 : 1;

        void Add(string name, IReadOnlyList<double> seconds) =>
            table.Add(name, Text(seconds.Min()), Text(Interleaved.Median([.. seconds])), Text(seconds.Max()));
    }

    private static string Text(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
