namespace ScratchNN.Tests.OptimizerContract;

/// <summary>Parameters under an optimizer, in memory with a margin at both ends that nobody may touch.</summary>
internal sealed class OptimizerRun
{
    private const int Margin = 16;
    private const float Sentinel = -12345.678f;
    private readonly Optimizer _optimizer;
    private readonly float[] _parameters, _gradient, _state;
    private readonly int _length, _stride;
    private int _step;

    public OptimizerRun(Optimizer optimizer, int length)
    {
        (_optimizer, _length, _stride) = (optimizer, length, length + (2 * Margin));
        _parameters = Draw.Filled(_stride, Sentinel);
        _gradient = Draw.Filled(_stride, float.NaN);
        _state = Draw.Filled(optimizer.StateSlots * _stride, Sentinel);
        Draw.Normal(length, 1).CopyTo(Parameters);
        for (int slot = 0; slot < optimizer.StateSlots; slot++) State(slot).Clear();
    }

    public Span<float> Parameters => _parameters.AsSpan(Margin, _length);

    public Span<float> Gradient => _gradient.AsSpan(Margin, _length);

    public Span<float> State(int slot) => _state.AsSpan((slot * _stride) + Margin, _length);

    /// <summary>One step, of everything at once or of slices one after another.</summary>
    public void Step(params ReadOnlySpan<int> ends)
    {
        Draw.Normal(_length, 100 + (ulong)++_step).CopyTo(Gradient);
        int start = 0;
        foreach (int end in (ReadOnlySpan<int>)[.. ends, _length])
        {
            var state = _state.Length == 0 ? default : _state.AsSpan(Margin + start);
            _optimizer.Step(new OptimizerPass(state, _stride)
            {
                Parameters = Parameters[start..end],
                Gradient = Gradient[start..end],
                StepNumber = _step,
                LearningRate = (float)_optimizer.LearningRate,
                Role = ParameterRole.Weight,
            });
            start = end;
        }
    }

    public void AssertSameBits(OptimizerRun actual)
    {
        Bits.AssertEqual(_parameters, actual._parameters, "parameters with margins");
        Bits.AssertEqual(_state, actual._state, "state with margins");
    }

    public void AssertMarginsUntouched()
    {
        var margin = Draw.Filled(Margin, Sentinel);
        for (int slot = 0; slot < _optimizer.StateSlots; slot++)
        {
            Bits.AssertEqual(margin, _state.AsSpan(slot * _stride, Margin), $"before slot {slot}");
            Bits.AssertEqual(margin, _state.AsSpan((slot * _stride) + Margin + _length, Margin), $"behind slot {slot}");
        }
        Bits.AssertEqual(margin, _parameters.AsSpan(0, Margin), "before the parameters");
        Bits.AssertEqual(margin, _parameters.AsSpan(Margin + _length, Margin), "behind the parameters");
    }
}
