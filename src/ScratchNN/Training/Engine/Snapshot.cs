namespace ScratchNN;

/// <summary>A copy of everything that a step changes.</summary>
internal sealed class Snapshot(TrainingState state)
{
    private readonly float[] _parameters = new float[state.Gradient.Length], _optimizer = new float[state.Optimizer.Length];

    /// <summary>The number of steps that were done.</summary>
    public long Step { get; private set; }

    /// <summary>Which batch of the epoch comes next.</summary>
    public int Batch { get; private set; }

    public ReadOnlySpan<float> Parameters => _parameters;

    public ReadOnlySpan<float> Optimizer => _optimizer;

    public void Save(ReadOnlySpan<float> parameters, ReadOnlySpan<float> optimizer, long step, int batch)
    {
        parameters.CopyTo(_parameters);
        optimizer.CopyTo(_optimizer);
        (Step, Batch) = (step, batch);
    }

    /// <returns>The number of steps that were done.</returns>
    public long Restore(Span<float> parameters, Span<float> optimizer)
    {
        _parameters.CopyTo(parameters);
        _optimizer.CopyTo(optimizer);
        return Step;
    }
}
