namespace ScratchNN.Benchmarks;

/// <summary>What the checks cost before the first step, on MNIST and on data that is very wide, and during training.</summary>
/// <param name="mnist">The folder with MNIST's files; without them images are made up.</param>
internal sealed class CheckRun(string mnist)
{
    private const int Wide = 1_000_000;
    private const double Worth = 0.05; // ms: checks that take less have no row

    public void Run(TextWriter output)
    {
        var (x, labels) = Images.Of(mnist);
        StartCost digits = StartCost.Of(StartCase.Digits(x, labels)), columns = StartCost.Of(StartCase.Columns(Wide)),
            classes = StartCost.Of(StartCase.Classes(Wide));
        double moreColumns = StartCost.Of(StartCase.Columns(2 * Wide)).All / columns.All,
            moreClasses = StartCost.Of(StartCase.Classes(2 * Wide)).All / classes.All;
        var table = new MarkdownTable(output, firstWidth: 34, "ms before the first step", $"{x.Count} × {x.Shape.Size}", "10⁶ columns", "10⁶ classes");
        for (int i = 0; i < StartCost.Checks.Count; i++)
            if (Math.Max(digits.Each[i], Math.Max(columns.Each[i], classes.Each[i])) >= Worth)
                table.Add($"{StartCost.Checks[i]}", $"{digits.Each[i]:0.00}", $"{columns.Each[i]:0.0}", $"{classes.Each[i]:0.0}");
        table.Add("summary of the data, and probe", $"{digits.Shared:0.0}", $"{columns.Shared:0.0}", $"{classes.Shared:0.0}");
        table.Add("all", $"{digits.All:0.0}", $"{columns.All:0}", $"{classes.All:0}");
        table.Add("twice the size takes, times as long", "", $"{moreColumns:0.00}", $"{moreClasses:0.00}");
        var (fit, watching) = WatchCost.Ratios(x, labels);
        output.WriteLine($"\nWatching costs {100 * (1 - watching):0.0} % of the default Fit of 10 epochs of {x.Count} × {x.Shape.Size}, in turns with none; "
            + $"with the checks before the first step, {100 * (1 - fit):0.0} %.");
    }
}
