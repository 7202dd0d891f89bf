namespace ScratchNN;

/// <remarks>What is to be answered.</remarks>
internal sealed partial class DataSummary
{
    private void MeasureTargets(ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int columns)
    {
        double[] sums = new double[columns], squares = new double[columns];
        for (int i = 0; i < SampledCount * columns; i++)
        {
            double target = labels.IsEmpty ? targets[i] : labels[i];
            sums[i % columns] += target;
            squares[i % columns] += target * target;
        }
        for (int j = 0; j < columns; j++)
        {
            double mean = sums[j] / SampledCount;
            TargetVariance += ((squares[j] / SampledCount) - (mean * mean)) / columns;
            LargestTarget = Math.Max(LargestTarget, Math.Sqrt(squares[j] / SampledCount));
        }
    }

    /// <summary>Counts the labels.</summary>
    /// <param name="data">Where they are.</param>
    /// <param name="rows">Which.</param>
    /// <param name="labels">Those of data on demand, which is not read again.</param>
    /// <param name="weights">Likewise.</param>
    /// <param name="loss">Who may ignore labels.</param>
    /// <returns>Each class that occurs, and the weight of all its samples.</returns>
    private (int[] Labels, float[] Weights) Classes(in RowSource data, ReadOnlySpan<int> rows, int[] labels, float[] weights, Loss loss)
    {
        double[] sums = new double[ClassCounts.Length];
        int atOnce = data.IsOnDemand ? rows.Length : Math.Min(MostAtOnce, labels.Length);
        for (int first = 0; first < rows.Length; first += atOnce)
        {
            int n = Math.Min(atOnce, rows.Length - first);
            if (!data.IsOnDemand) data.ReadTargets(rows.Slice(first, n), labels.AsSpan(0, n), default, weights.AsSpan(0, n));
            for (int i = 0; i < n; i++)
            {
                int label = labels[i];
                if (loss.Ignores(label)) continue;
                IsSorted &= label >= _lastLabel;
                _lastLabel = label;
                if ((uint)label >= (uint)ClassCounts.Length) continue;
                ClassCounts[label]++;
                sums[label] += weights[i];
            }
        }
        int[] classes = [.. Enumerable.Range(0, ClassCounts.Length).Where(label => ClassCounts[label] > 0)];
        IsSorted &= classes.Length > 1;
        return (classes, Array.ConvertAll(classes, label => (float)sums[label]));
    }

    /// <summary>The least mean loss of the sampled rows, where equal rows of x get the same answer; NaN where no two are equal, or that is not known.</summary>
    private static double FloorOfEqualRows(ulong[] hashes, TargetSample all, Loss loss, float[]? classWeights)
    {
        if (EqualRows.Of(hashes) is not { Count: > 1 } groups || (long)groups.Count * all.Outputs > MostBaselines) return double.NaN;
        double sum = 0, total = 0;
        int columns = all.Targets.Length / Math.Max(1, all.Count);
        foreach (var group in groups)
        {
            for (int i = group.Count - 1; i >= 0; i--)
                if (!all.Labels.IsEmpty && all.Outputs > 1 && (loss.Ignores(all.Labels[group[i]]) || (uint)all.Labels[group[i]] >= (uint)all.Outputs))
                    group.RemoveAt(i);
            if (group.Count == 0) continue;
            var (labels, targets, weights) = (new int[all.Labels.IsEmpty ? 0 : group.Count], new float[group.Count * columns], new float[group.Count]);
            for (int i = 0; i < group.Count; i++)
            {
                if (labels.Length > 0) labels[i] = all.Labels[group[i]];
                all.Targets.Slice(group[i] * columns, columns).CopyTo(targets.AsSpan(i * columns));
                weights[i] = all.Weights[group[i]] * (classWeights != null && labels.Length > 0 && (uint)labels[i] < (uint)classWeights.Length
                    ? classWeights[labels[i]] : 1);
            }
            double weight = weights.Sum(value => (double)value);
            if (weight == 0) continue;
            total += weight;
            sum += weight * loss.Baseline(
                new TargetSample { Labels = labels, Targets = targets, Weights = weights, Count = group.Count, Outputs = all.Outputs });
        }
        return sum / total;
    }
}
