namespace ScratchNN;

/// <summary>The argument of <see cref="Optimizer.Step"/>, which reads and updates it: a slice of one tensor.</summary>
public readonly ref struct OptimizerPass
{
    private readonly Span<float> _state;
    private readonly int _stateStride;

    /// <summary>A pass without state.</summary>
    public OptimizerPass()
    {
    }

    /// <summary>A pass over a slice of parameters with state.</summary>
    /// <param name="state">The state of the slice in slot 0, and everything after it.</param>
    /// <param name="stateStride">Floats from a slot to the next.</param>
    public OptimizerPass(Span<float> state, int stateStride)
    {
        _state = state;
        _stateStride = stateStride;
    }

    /// <summary>w, to be updated.</summary>
    public required Span<float> Parameters { get; init; }

    /// <summary>g: the gradient of the mean loss, clipped if that is asked for.</summary>
    public required ReadOnlySpan<float> Gradient { get; init; }

    /// <summary>t, counted from 1.</summary>
    public required long StepNumber { get; init; }

    /// <summary>η for this step.</summary>
    public required float LearningRate { get; init; }

    /// <summary>
    /// <see cref="ParameterRole.Weight"/>, which weight decay applies to in an optimizer that has it, or <see cref="ParameterRole.Undecayed"/>.
    /// </summary>
    public ParameterRole Role { get; init; }

    /// <summary>The optimizer's state for these parameters; as long as they are.</summary>
    /// <param name="slot">0 to <see cref="Optimizer.StateSlots"/> − 1.</param>
    public Span<float> State(int slot) => _state.Slice(slot * _stateStride, Parameters.Length);
}
