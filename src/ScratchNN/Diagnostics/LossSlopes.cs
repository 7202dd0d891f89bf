namespace ScratchNN;

/// <summary>A loss at a point: L = Σ losses, its gradient and its slopes.</summary>
internal sealed class LossSlopes
{
    private readonly Loss _loss;
    private readonly float[] _y, _targets, _losses;
    private readonly int[] _labels;

    public LossSlopes(Loss loss, Shape output, Shape? target, int batchSize, ulong seed)
    {
        _loss = loss;
        _y = new float[Slopes.Floats((long)batchSize * output.Size, "outputs")];
        _targets = new float[Slopes.Floats((long)batchSize * (target?.Size ?? 0), "targets")];
        _labels = new int[target == null ? batchSize : 0];
        _losses = Slopes.Dirty(batchSize);
        var random = new RandomStream(seed, 0);
        foreach (ref int label in _labels.AsSpan()) label = random.NextInt32(Math.Max(2, output.Size));
        for (int row = 0; row < batchSize && target is { } shape; row++) DrawTarget(_targets.AsSpan(row * shape.Size, shape.Size), ref random);
        random.FillNormal(_y, 1);
        if (IsFinite()) return;
        foreach (ref float y in _y.AsSpan()) y = 0.1f + (0.8f * random.NextSingle());
    }

    /// <summary>Where the gradient is furthest from the slope.</summary>
    public GradientCheckResult Compare()
    {
        float[] dy = Slopes.Dirty(_y.Length);
        Compute(dy);
        double squares = 0;
        foreach (float loss in _losses) squares += (double)loss * loss;
        return new Slopes(Sum, int.MaxValue, Slopes.RoundingOf(squares)).Compare("output", _y, dy, 1, [false]);
    }

    private void DrawTarget(Span<float> target, ref RandomStream random)
    {
        if (_loss.Meaning is null or OutputKind.Numbers)
        {
            random.FillNormal(target, 1);
            return;
        }
        float sum = 0;
        foreach (ref float share in target) sum += share = _loss.Meaning == OutputKind.YesNo ? random.NextInt32(2) : 0.1f + random.NextSingle();
        for (int i = 0; i < target.Length && _loss.Meaning == OutputKind.OneClass; i++) target[i] /= sum;
    }

    private bool IsFinite()
    {
        try
        {
            return double.IsFinite(Sum());
        }
        catch (InvalidOperationException) // it may take probabilities only
        {
            return false;
        }
    }

    private double Sum() // L = Σ losses
    {
        Array.Fill(_losses, float.NaN);
        Compute(default);
        double sum = 0;
        foreach (float loss in _losses) sum += loss;
        return sum;
    }

    private void Compute(Span<float> gradient)
    {
        try
        {
            _loss.Compute(
                new LossPass { Output = _y, Labels = _labels, Targets = _targets, Losses = _losses, OutputGradient = gradient, BatchSize = _losses.Length });
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"{_loss}.Compute threw {exception.GetType().Name}: {exception.Message} "
                + (gradient.IsEmpty ? "OutputGradient was empty, as it is in evaluation: assign it only if it is not. " : "")
                + $"Outputs and {(_labels.Length > 0 ? "labels" : "targets")} were drawn at random by GradientCheck.", exception);
        }
    }
}
