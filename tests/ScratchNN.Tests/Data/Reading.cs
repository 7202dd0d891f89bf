namespace ScratchNN.Tests.Data;

/// <summary>All that a dataset hands over.</summary>
internal static class Reading
{
    public static (float[] X, int[] Labels, float[] Targets, float[] Weights) All(IDataset data) => Of(data, [.. Enumerable.Range(0, data.Count)]);

    public static (float[] X, int[] Labels, float[] Targets, float[] Weights) Of(IDataset data, int[] rows)
    {
        float[] x = new float[rows.Length * data.InputShape.Size], targets = new float[rows.Length * (data.TargetShape?.Size ?? 0)],
            weights = new float[rows.Length];
        int[] labels = new int[data.TargetShape == null ? rows.Length : 0];
        Array.Fill(weights, 1);
        data.Read(new ReadPass { Rows = rows, Inputs = x, Labels = labels, Targets = targets, Weights = weights });
        return (x, labels, targets, weights);
    }
}
