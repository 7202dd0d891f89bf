using ScratchNN;
using ScratchNN.Numerics;
using ScratchNN.Tables;

namespace Tables;

/// <summary>How much a model needs a column of its table: what it loses in accuracy, or in R², when the column's values go to other rows. L. Breiman: Random forests, 2001.</summary>
internal static class ColumnImportance
{
    private const int Shuffles = 5;

    public static IReadOnlyList<(string Column, double Loss)> Of(Model model, TableEncoder encoder, IDataset data, ulong seed)
    {
        int inputs = data.InputShape.Size;
        float[] x = new float[data.Count * inputs];
        Targets y = encoder.ClassNames == null ? Report.Numbers(data) : Report.Labels(data);
        data.Read(new ReadPass { Rows = [.. Enumerable.Range(0, data.Count)], Inputs = x, Labels = new int[encoder.ClassNames == null ? 0 : data.Count], Targets = new float[encoder.ClassNames == null ? data.Count : 0] });
        var metric = encoder.ClassNames == null ? Metric.R2 : Metric.Accuracy;
        double all = metric.Of(model.Predict(data), y);
        string[] features = [.. encoder.FeatureNames];
        var random = new RandomStream(seed, stream: 1);
        var losses = new List<(string, double)>();
        foreach (var column in encoder.Columns)
        {
            int[] places = [.. column.Features.Select(name => Array.IndexOf(features, name))];
            double loss = 0;
            for (int shuffle = 0; shuffle < Shuffles; shuffle++)
            {
                float[] shuffled = [.. x];
                for (int row = data.Count - 1; row > 0; row--)
                {
                    int other = random.NextInt32(row + 1);
                    foreach (int place in places)
                        (shuffled[(row * inputs) + place], shuffled[(other * inputs) + place]) = (shuffled[(other * inputs) + place], shuffled[(row * inputs) + place]);
                }
                loss += (all - metric.Of(model.Predict(new ScratchNN.Samples(shuffled, inputs)), y)) / Shuffles;
            }
            losses.Add((column.Name, loss));
        }
        return [.. losses.OrderByDescending(loss => loss.Item2)];
    }
}
