namespace ScratchNN;

/// <summary>
/// Some answers and targets of the probe, for questions to a loss of your own: half of them on the other side of their targets, where these are numbers.
/// </summary>
internal sealed class LossSamples
{
    private const int Most = 8, MostFloats = 1 << 16;

    private readonly Loss _loss;
    private readonly int[] _labels;

    public LossSamples(in CheckPass pass)
    {
        _loss = pass.Loss;
        int width = pass.Outputs.Length / pass.Rows.Length, targets = pass.Targets.Length / pass.Rows.Length;
        (Rows, Width, TargetWidth) = (Math.Min(Math.Clamp(MostFloats / width, 1, Most), pass.Rows.Length), width, targets);
        Outputs = pass.Outputs[..(Rows * width)].ToArray();
        Targets = pass.Targets[..(Rows * targets)].ToArray();
        _labels = pass.Labels[..(pass.Labels.IsEmpty ? 0 : Rows)].ToArray();
        for (int i = 0; i < Targets.Length && targets == width && _loss.Meaning is null or OutputKind.Numbers; i++)
            if (i / width % 2 == 1) Outputs[i] = (2 * Targets[i]) - Outputs[i];
    }

    public int Rows { get; }
    public int Width { get; }
    public int TargetWidth { get; }
    public float[] Outputs { get; }
    public float[] Targets { get; }

    /// <summary>Changes what a row is asked for: its target, or its label.</summary>
    public void ChangeTarget(int row)
    {
        if (_labels.Length > 0) _labels[row] = _labels[row] == 0 ? Math.Min(1, Width) : 0;
        float far = 1;
        foreach (float target in Targets) far = Math.Max(far, 10 * Math.Abs(target)); // beyond all others
        foreach (ref float target in Targets.AsSpan(row * TargetWidth, TargetWidth)) target = _loss.Meaning is null or OutputKind.Numbers ? far : 1 - target;
    }

    /// <summary>The losses and gradients of the first rows.</summary>
    public (float[] Losses, float[] Gradient) Compute(int rows)
    {
        float[] losses = new float[rows], gradient = new float[rows * Width];
        _loss.Compute(Pass(rows, losses, gradient));
        return (losses, gradient);
    }

    /// <summary>L = Σ losses.</summary>
    public double Sum()
    {
        float[] losses = new float[Rows];
        _loss.Compute(Pass(Rows, losses, default));
        double sum = 0;
        foreach (float loss in losses) sum += loss;
        return sum;
    }

    private LossPass Pass(int rows, Span<float> losses, Span<float> gradient) => new()
    {
        Output = Outputs.AsSpan(0, rows * Width), Labels = _labels.AsSpan(0, _labels.Length > 0 ? rows : 0), Targets = Targets.AsSpan(0, rows * TargetWidth),
        Losses = losses, OutputGradient = gradient,
        BatchSize = rows,
    };
}
