namespace ScratchNN;

/// <summary>A copy of everything that a step changes.</summary>
internal sealed class Snapshot(TrainingState state, long step = 0)
{
    private readonly float[] _parameters = new float[state.Gradient.Length], _optimizer = new float[state.Optimizer.Length],
        _average = new float[state.Averaged.Length];

    /// <summary>The number of steps that were done.</summary>
    public long Step { get; private set; } = step;

    /// <summary>Which batch of the epoch comes next.</summary>
    public int Batch { get; private set; }

    public ReadOnlySpan<float> Parameters => _parameters;

    public ReadOnlySpan<float> Optimizer => _optimizer;

    public Memory<float> ParameterMemory => _parameters;
    public Memory<float> OptimizerMemory => _optimizer;
    public Memory<float> AverageMemory => _average;

    public void Save(ReadOnlySpan<float> parameters, ReadOnlySpan<float> optimizer, ReadOnlySpan<float> average, long step, int batch)
    {
        parameters.CopyTo(_parameters);
        optimizer.CopyTo(_optimizer);
        average.CopyTo(_average);
        (Step, Batch) = (step, batch);
    }

    /// <returns>The number of steps that were done.</returns>
    public long Restore(Span<float> parameters, Span<float> optimizer, Span<float> average)
    {
        _parameters.CopyTo(parameters);
        _optimizer.CopyTo(optimizer);
        _average.CopyTo(average);
        return Step;
    }
}
