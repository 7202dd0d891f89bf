using System.Buffers;

namespace ScratchNN;

/// <summary>A dataset with some numbers of each sample from another row.</summary>
/// <param name="data">The dataset.</param>
/// <param name="features">Which numbers of a sample.</param>
/// <param name="order">For each row, the row that they come from.</param>
internal sealed class ShuffledColumns(IDataset data, int[] features, int[] order) : IAnswered
{
    private const int FloatsAtOnce = 1 << 16;

    private readonly int _size = data.InputShape.Size;

    public int Count => data.Count;
    public Shape InputShape => data.InputShape;
    public Shape? TargetShape => data.TargetShape;
    public DataInfo? Info => data.Info;
    public bool AreYesNo => IAnswered.Of(data);

    public void Read(in ReadPass pass)
    {
        data.Read(pass);
        int atOnce = Math.Clamp(FloatsAtOnce / _size, 1, Math.Max(1, pass.Rows.Length)), width = data.TargetShape?.Size ?? 0;
        float[] others = ArrayPool<float>.Shared.Rent(atOnce * _size), targets = ArrayPool<float>.Shared.Rent(atOnce * width);
        int[] rows = ArrayPool<int>.Shared.Rent(atOnce), labels = ArrayPool<int>.Shared.Rent(atOnce);
        float[] weights = ArrayPool<float>.Shared.Rent(atOnce);
        for (int first = 0, n; first < pass.Rows.Length; first += n)
        {
            n = Math.Min(atOnce, pass.Rows.Length - first);
            for (int i = 0; i < n; i++) rows[i] = order[pass.Rows[first + i]];
            data.Read(new ReadPass
            {
                Rows = rows.AsSpan(0, n), Inputs = others.AsSpan(0, n * _size), Labels = labels.AsSpan(0, width > 0 ? 0 : n),
                Targets = targets.AsSpan(0, n * width), Weights = weights.AsSpan(0, n),
            });
            for (int i = 0; i < n; i++)
                foreach (int feature in features) pass.Inputs[((first + i) * _size) + feature] = others[(i * _size) + feature];
        }
        ArrayPool<float>.Shared.Return(others);
        ArrayPool<float>.Shared.Return(targets);
        ArrayPool<float>.Shared.Return(weights);
        ArrayPool<int>.Shared.Return(rows);
        ArrayPool<int>.Shared.Return(labels);
    }
}
