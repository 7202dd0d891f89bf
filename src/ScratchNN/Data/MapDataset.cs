using System.Buffers;

namespace ScratchNN;

/// <summary>Another dataset, whose inputs are mapped as they are read.</summary>
internal sealed class MapDataset(IDataset data, Shape sample, RowMap map) : IAnswered
{
    private const int FloatsAtOnce = 1 << 16;

    private readonly int _size = data.InputShape.Size, _target = data.TargetShape?.Size ?? 0;

    public int Count => data.Count;
    public Shape InputShape => sample;
    public Shape? TargetShape => data.TargetShape;
    public bool AreYesNo => IAnswered.Of(data);

    /// <summary>What still holds of other inputs: not their profile, nor what made them.</summary>
    public DataInfo? Info { get; } = data.Info is not { } info || ReferenceEquals(info, DataInfo.None) ? data.Info
        : new DataInfo
        {
            ClassNames = info.ClassNames,
            OutputNames = info.OutputNames,
            FeatureNames = sample.Size == data.InputShape.Size ? info.FeatureNames : null,
        };

    public void Read(in ReadPass pass)
    {
        int atOnce = Math.Clamp(FloatsAtOnce / _size, 1, Math.Max(1, pass.Rows.Length));
        float[] from = ArrayPool<float>.Shared.Rent(atOnce * _size);
        try
        {
            for (int first = 0, n; first < pass.Rows.Length; first += n)
            {
                n = Math.Min(atOnce, pass.Rows.Length - first);
                data.Read(new ReadPass
                {
                    Rows = pass.Rows.Slice(first, n),
                    Inputs = from.AsSpan(0, n * _size),
                    Labels = pass.Labels.IsEmpty ? default : pass.Labels.Slice(first, n),
                    Targets = pass.Targets.IsEmpty ? default : pass.Targets.Slice(first * _target, n * _target),
                    Weights = pass.Weights.IsEmpty ? default : pass.Weights.Slice(first, n),
                });
                for (int i = 0; i < n; i++)
                {
                    var to = pass.Inputs.Slice((first + i) * sample.Size, sample.Size);
                    to.Clear();
                    map(from.AsSpan(i * _size, _size), to);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(from);
        }
    }
}
