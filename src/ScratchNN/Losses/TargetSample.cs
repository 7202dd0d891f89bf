namespace ScratchNN;

/// <summary>The targets of N samples, or of a choice of them that has the same shares.</summary>
public readonly ref struct TargetSample
{
    /// <summary>Class labels [N], each 0 to K − 1 (any integer where K = 1); empty if there are targets.</summary>
    public ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Targets [N × K], row after row; empty if there are labels.</summary>
    public ReadOnlySpan<float> Targets { get; init; }

    /// <summary>How much each counts [N], at least 0. One label may count for all samples of its class.</summary>
    public required ReadOnlySpan<float> Weights { get; init; }

    /// <summary>N.</summary>
    public required int Count { get; init; }

    /// <summary>K: the outputs of a sample.</summary>
    public required int Outputs { get; init; }

    /// <summary>Σ w.</summary>
    internal double TotalWeight
    {
        get
        {
            double total = 0;
            foreach (float weight in Weights) total += weight;
            return total;
        }
    }

    /// <summary>
    /// The targets of an output with their shares of the weight: of K ≥ 2 outputs and labels, 1 with the share of the class and 0 with that of the others.
    /// </summary>
    /// <param name="output">0 to K − 1.</param><param name="means">The mean targets.</param>
    internal (double Target, double Weight)[] Column(int output, double[] means)
    {
        if (Targets.IsEmpty && Outputs > 1) return [(0, 1 - means[output]), (1, means[output])];
        var column = new (double, double)[Count];
        double total = TotalWeight;
        for (int row = 0; row < column.Length; row++)
            column[row] = (Targets.IsEmpty ? Labels[row] : Targets[(row * Outputs) + output], Weights[row] / total);
        return column;
    }

    /// <summary>The mean target of each output, Σ w·t / Σ w: of K ≥ 2 outputs and labels, the shares of the classes.</summary>
    internal double[] Means()
    {
        double[] means = new double[Outputs];
        double total = TotalWeight;
        for (int i = 0; i < Count && !Labels.IsEmpty; i++)
            means[Outputs == 1 ? 0 : Labels[i]] += Weights[i] / total * (Outputs == 1 ? Labels[i] : 1);
        for (int i = 0; i < Targets.Length; i++)
            means[i % Outputs] += Weights[i / Outputs] / total * Targets[i];
        return means;
    }
}
