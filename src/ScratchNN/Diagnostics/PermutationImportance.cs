using System.Globalization;

namespace ScratchNN.Diagnostics;

/// <summary>How much worse a model does when one column is shuffled, so that it says nothing any more: this shows which columns the model uses.</summary>
/// <remarks>
/// <code>
/// Console.WriteLine(PermutationImportance.Of(model, xTest, yTest));
/// </code>
/// <para>importance = score of the data − score with the values of the column in another order, the other columns as they are; of a loss or error, where less
/// is better, the other way round. So above 0 the column helps, near 0 the model does not need it, and below 0 it does harm here. Of rows that the model was
/// trained on it tells what was learned, of others what carries over.</para>
/// <para>Columns that share a name in <see cref="DataInfo.FeatureNames"/> are shuffled together, as one. Of an image each place is a pixel, with all its
/// channels. Of two columns that say the same, both may look unimportant: the model has the other.</para>
/// <para>The same for any number of threads. It predicts the data once for each column and repeat. L. Breiman: Random forests, 2001; scikit-learn,
/// permutation_importance.</para>
/// </remarks>
public sealed class PermutationImportance
{
    private const int MostRows = 20;

    private PermutationImportance(string measure, double baseline, IReadOnlyList<ColumnImportance> columns) =>
        (Measure, Baseline, Columns) = (measure, baseline, columns);

    /// <summary>The name of the loss or metric that is compared.</summary>
    public string Measure { get; }

    /// <summary>Its value with all columns as they are.</summary>
    public double Baseline { get; }

    /// <summary>The columns, in the order of the inputs.</summary>
    public IReadOnlyList<ColumnImportance> Columns { get; }

    /// <summary>The importance of each column for a model, on samples.</summary>
    /// <inheritdoc cref="Of(Model, IDataset, Goal, int, ulong, CancellationToken)"/>
    /// <param name="model">The model, trained.</param>
    /// <param name="x">At least two samples: best such as it was not trained on.</param>
    /// <param name="y">One target per sample, as in Fit.</param>
    /// <param name="by">The metric, or <see cref="Goal.Loss"/>. Default null: <see cref="Metric.Accuracy"/>; of outputs that are numbers,
    /// <see cref="Metric.R2"/>.</param>
    /// <param name="repeats">In how many orders each column is shuffled, at least 1. Default 5.</param>
    /// <param name="seed">Decides the orders. Default 0.</param>
    /// <param name="cancellationToken">Ends it between two predictions.</param>
    public static PermutationImportance Of(Model model, Samples x, Targets y, Goal? by = null, int repeats = 5, ulong seed = 0,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Of(model, Dataset.From(x, y, info: model.Info.ClassNames is { } names ? new DataInfo { ClassNames = names } : null), by, repeats, seed,
            cancellationToken);
    }

    /// <summary>
    /// The importance of each column for a model, on a dataset. Columns have the names in its <see cref="IDataset.Info"/>, else in the model's.
    /// </summary>
    /// <param name="model">The model, trained.</param>
    /// <param name="data">At least two samples: best such as it was not trained on. Weights count.</param>
    /// <param name="by">The metric, or <see cref="Goal.Loss"/>. Default null: <see cref="Metric.Accuracy"/>; of outputs that are numbers,
    /// <see cref="Metric.R2"/>.</param>
    /// <param name="repeats">In how many orders each column is shuffled, at least 1. Default 5.</param>
    /// <param name="seed">Decides the orders. Default 0.</param>
    /// <param name="cancellationToken">Ends it between two predictions.</param>
    /// <exception cref="ArgumentException">Data and model do not fit each other, a number is not finite, there is one sample alone, or the metric has no
    /// meaning for the outputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="repeats"/> is outside 1 to 1,000,000.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    /// <exception cref="OperationCanceledException">The token asked for it.</exception>
    public static PermutationImportance Of(Model model, IDataset data, Goal? by = null, int repeats = 5, ulong seed = 0,
        CancellationToken cancellationToken = default)
    {
        const int MostRepeats = 1_000_000;
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        Guard.Between(1, MostRepeats, repeats);
        int rows = data.Count;
        if (rows < 2)
            throw new ArgumentException($"There is {rows} sample: a column of one value cannot be shuffled. Pass at least two; a hundred give a useful result.",
                nameof(data));
        Metric[] metrics = [.. by?.Metrics ?? []];
        var all = model.Evaluate(data, metrics);
        if (by == null && all.Accuracy == null) all = model.Evaluate(data, metrics = [Metric.R2]);
        by ??= all.Accuracy != null ? Metric.Accuracy : Metric.R2;

        double baseline = by.Of(all);
        var columns = new List<ColumnImportance>();
        int[] order = new int[rows];
        foreach (var (name, features) in ImportanceColumns.Of(data.InputShape, data.Info?.FeatureNames ?? model.Info.FeatureNames))
        {
            double[] values = new double[repeats];
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int row = 0; row < rows; row++) order[row] = row;
                new RandomStream(seed, RandomStreams.Permutation(columns.Count, repeat)).Shuffle(order);
                double shuffled = by.Of(model.Evaluate(new ShuffledColumns(data, features, order), metrics));
                values[repeat] = by.HigherIsBetter ? baseline - shuffled : shuffled - baseline;
            }
            columns.Add(new ColumnImportance { Name = name, Features = features, Values = values });
        }
        return new PermutationImportance(by.ToString(), baseline, columns);
    }

    /// <summary>The columns, the most important first, up to 20: mean and deviation over the repeats.</summary>
    public override string ToString()
    {
        var table = new TextTable(["column", "importance", "deviation"]);
        foreach (var column in Columns.OrderByDescending(column => column.Mean).Take(MostRows))
            table.Add([column.Name, NumberFormat.Text(column.Mean), NumberFormat.Text(column.Deviation)]);
        string more = Columns.Count > MostRows ? string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}… ({Columns.Count - MostRows} more)") : "";
        return $"{Measure} {NumberFormat.Text(Baseline)}; importance is how much worse it is with the column shuffled{Environment.NewLine}{table}{more}";
    }
}
