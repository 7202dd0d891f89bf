namespace ScratchNN;

/// <summary>A copy of everything that a step changes.</summary>
internal sealed class Snapshot(TrainingState state)
{
    private readonly float[] _parameters = new float[state.Gradient.Length], _optimizer = new float[state.Optimizer.Length];
    private long _step;

    /// <summary>Which batch of the epoch comes next.</summary>
    public int Batch { get; private set; }

    public ReadOnlySpan<float> Parameters => _parameters;

    public void Save(ReadOnlySpan<float> parameters, ReadOnlySpan<float> optimizer, long step, int batch)
    {
        parameters.CopyTo(_parameters);
        optimizer.CopyTo(_optimizer);
        (_step, Batch) = (step, batch);
    }

    /// <returns>The number of steps that were done.</returns>
    public long Restore(Span<float> parameters, Span<float> optimizer)
    {
        _parameters.CopyTo(parameters);
        _optimizer.CopyTo(optimizer);
        return _step;
    }
}
