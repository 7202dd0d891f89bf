namespace ScratchNN;

/// <remarks>Labels, targets and weights.</remarks>
internal readonly ref partial struct RowSource
{
    /// <summary>Copies the labels or targets of some rows, and their weights, of data in memory.</summary>
    public void ReadTargets(ReadOnlySpan<int> rows, Span<int> labels, Span<float> targets, Span<float> weights)
    {
        for (int i = 0; i < weights.Length; i++)
            weights[i] = _weights.IsEmpty ? 1 : _weights[rows[i]];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = Label(rows[i]);
        if (TargetShape is { } target)
            for (int i = 0; i < rows.Length; i++)
                _targets[rows[i]].CopyTo(targets[(i * target.Size)..]);
    }

    /// <summary>How often each class occurs among some rows, but for labels that the loss ignores. A dataset reads them all.</summary>
    public int[] CountLabels(ReadOnlySpan<int> rows, int classes, Loss loss, Workers workers)
    {
        const int AtOnce = 256;
        int[] counts = new int[classes], labels = new int[AtOnce];
        float[] inputs = new float[IsOnDemand ? Guard.FloatsOf(Math.Min(AtOnce, rows.Length), InputShape.Size) : 0];
        for (int first = 0, n; first < rows.Length; first += n)
        {
            n = Math.Min(AtOnce, rows.Length - first);
            var read = labels.AsSpan(0, n);
            if (IsOnDemand) Read(rows.Slice(first, n), inputs.AsSpan(0, n * InputShape.Size), read, default, default, workers);
            else ReadTargets(rows.Slice(first, n), read, default, default);
            RequireLabels(read, classes, classes, rows.Slice(first, n), loss);
            foreach (int label in read)
                if (!loss.Ignores(label)) counts[label]++;
        }
        return counts;
    }

    /// <summary>The labels of all rows. A dataset reads them all.</summary>
    public int[] ReadLabels()
    {
        const int FloatsAtOnce = 1 << 16;
        int[] all = new int[Count];
        int atOnce = IsOnDemand ? Math.Clamp(FloatsAtOnce / InputShape.Size, 1, Count) : Count;
        int[] rows = new int[atOnce];
        float[] inputs = new float[IsOnDemand ? Guard.FloatsOf(atOnce, InputShape.Size) : 0];
        for (int first = 0, n; first < Count; first += n)
        {
            n = Math.Min(atOnce, Count - first);
            for (int i = 0; i < n; i++) rows[i] = first + i;
            if (IsOnDemand) Read(rows.AsSpan(0, n), inputs.AsSpan(0, n * InputShape.Size), all.AsSpan(first, n), default, default, Workers.None);
            else ReadTargets(rows.AsSpan(0, n), all.AsSpan(first, n), default, default);
        }
        return all;
    }

    /// <summary>The label of a row, for a message.</summary>
    public int ReadLabel(int row)
    {
        int[] label = new int[1];
        if (IsOnDemand) Read([row], new float[InputShape.Size], label, default, default, Workers.None);
        else ReadTargets([row], label, default, default);
        return label[0];
    }

    private int Label(int row) => _labels.IsEmpty ? _byteLabels[row] : _labels[row];
}
