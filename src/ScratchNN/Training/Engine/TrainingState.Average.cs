using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <remarks>
/// The average of the weights over the steps, if the options ask for one. A step moves the weights; whoever looks at the model meanwhile sees the average.
/// </remarks>
internal sealed partial class TrainingState
{
    private readonly AlignedBuffer? _average = options.AverageWeights == null ? null : new(model.Parameters.Length);
    private readonly float[] _shown = options.AverageWeights == null ? [] : new float[model.Parameters.Length]; // the average as it was put into the model
    private bool _showsAverage; // the model and the average have changed places

    /// <summary>What the steps move.</summary>
    public Span<float> Raw => (_showsAverage ? _average! : _parameters).Span;

    /// <summary>The average; empty without one.</summary>
    public Span<float> Averaged => _average == null ? default : (_showsAverage ? _parameters : _average).Span;

    /// <inheritdoc cref="Raw"/>
    public ReadOnlyMemory<float> RawMemory => (_showsAverage ? _average! : _parameters).Memory;

    /// <summary>What the model is to others: the average, or else the weights.</summary>
    public ReadOnlyMemory<float> ShownMemory => _average == null || _showsAverage || Step == 0 ? _parameters.Memory : _average.Memory;

    /// <summary>Whether there is an average.</summary>
    public bool HasAverage => _average != null;

    /// <summary>Puts the average into the model, or the weights back.</summary>
    public void ShowAverage(bool shows)
    {
        if (_average == null || shows == _showsAverage || (shows && Step == 0)) return;
        NoticeChanges();
        var weights = _parameters.Span;
        for (int i = 0; i < weights.Length; i++) (weights[i], _average.Span[i]) = (_average.Span[i], weights[i]);
        _showsAverage = shows;
        if (shows) _parameters.Span.CopyTo(_shown);
    }

    /// <summary>Whatever was written to the model while it showed the average becomes the weight as well: the next step begins there.</summary>
    public void NoticeChanges()
    {
        if (!_showsAverage) return;
        Span<float> model = _parameters.Span, weights = Raw;
        for (int i = 0; i < model.Length; i++)
            if (!model[i].Equals(_shown[i])) _shown[i] = weights[i] = model[i];
    }

    /// <summary>Weights and average have come from another rank: nobody has changed them.</summary>
    public void NoticeShared()
    {
        if (_showsAverage) _parameters.Span.CopyTo(_shown);
    }

    /// <summary>Takes over the places that a checkpoint has: the average in the model.</summary>
    public void BeginShown()
    {
        if (_average == null || Step == 0) return;
        _showsAverage = true;
        _parameters.Span.CopyTo(_shown);
    }

    /// <summary>a ← d·a + (1 − d)·w; at the first step a ← w.</summary>
    private void UpdateAverage()
    {
        if (_average is not { } buffer) return;
        var average = buffer.Span;
        float decay = Step == 1 ? 0 : (float)options.AverageWeights!.Value;
        TensorPrimitives.Multiply(average, decay, average);
        TensorPrimitives.MultiplyAdd(_parameters.Span, 1 - decay, average, average);
    }
}
