using System.Text.Json;

namespace ScratchNN.Tables.Tests;

/// <summary>The default network on the folds on which scikit-learn's MLP was asked: <c>tests/golden/tables.py</c>.</summary>
internal static class Scores
{
    public static IReadOnlyDictionary<string, JsonElement> Cases()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedFolder.Repository, "tests", "golden", "tables.json")));
        return document.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!, row => row.Clone());
    }

    /// <summary>The mean score over the first repeats: accuracy, or R².</summary>
    public static double Of(string name, int repeats, Func<TableEncoder, int, ulong, Trainer>? create = null)
    {
        var row = Cases()[name];
        var table = Table.ReadCsv(SharedFolder.Resolve($"data/tables/{name}"));
        var target = row.GetProperty("isNumber").GetBoolean() ? TableTarget.Number(table[row.GetProperty("target").GetString()!].Name)
            : TableTarget.Class(table[row.GetProperty("target").GetString()!].Name);
        string[] folds = [.. row.GetProperty("folds").EnumerateArray().Take(repeats).Select(fold => fold.GetString()!)];
        double[] scores = new double[5 * repeats];
        Parallel.For(0, scores.Length, i =>
        {
            string fold = folds[i / 5];
            var train = table.Subset([.. Enumerable.Range(0, table.RowCount).Where(at => fold[at] != '0' + (i % 5))]);
            var test = table.Subset([.. Enumerable.Range(0, table.RowCount).Where(at => fold[at] == '0' + (i % 5))]);
            var encoder = TableSchema.Infer(train, target).Fit(train);
            var trainer = create?.Invoke(encoder, train.RowCount, (ulong)i)
                ?? new Trainer(encoder.NewModel(), encoder.NewOptions(train.RowCount, (ulong)i) with { Threads = 1 });
            trainer.Fit(encoder.Encode(train));
            var evaluation = new TableModel(trainer.Model).Evaluate(test, target.IsClass ? [Metric.Accuracy] : [Metric.R2]);
            scores[i] = evaluation[target.IsClass ? Metric.Accuracy : Metric.R2];
        });
        return scores.Average();
    }
}
