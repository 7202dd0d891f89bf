using System.Numerics.Tensors;

namespace ScratchNN;

internal sealed partial class MicroBatch
{
    private int _first, _n; // the rows within their batch
    private bool _isGathered;

    /// <summary>Where the activations stand.</summary>
    public LayerTrace Trace { get; }

    /// <summary>
    /// How often each class, or no and yes, was predicted, and was right to predict, since somebody took the two. Empty where there are none.
    /// </summary>
    public int[] Predictions { get; }

    /// <inheritdoc cref="Predictions"/>
    public int[] LabelCounts { get; }

    public int OutputSize => _outputs;
    public int TargetSize => _targetSize; // 0 for labels

    /// <summary>What the model predicts, in the unit of y.</summary>
    public ReadOnlySpan<float> Outputs => (_scale == null ? _y : _predictions).AsSpan(0, _n * _outputs);

    /// <summary>What its layers give: the same, where no scale comes after them.</summary>
    public ReadOnlySpan<float> LayerOutputs => _y.AsSpan(0, _n * _outputs);

    public ReadOnlySpan<float> OutputGradient => _dy.AsSpan(0, _n * _outputs);
    public ReadOnlySpan<float> RowLosses => _losses.AsSpan(0, _n);
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, _targetSize == 0 ? _n : 0);
    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, _n);
    public ReadOnlySpan<float> Targets => _targets.AsSpan(0, _n * _targetSize);

    /// <summary>Whether the loss takes the place of the last layer.</summary>
    public bool AbsorbsLast { get; }

    /// <summary>Whether the loss is trained on standardised targets.</summary>
    public bool Standardizes => _scale != null && Problem.Standardizes;

    /// <summary>What a last layer without parameters turns into the output, as a softmax does; else the output.</summary>
    public ReadOnlySpan<float> Logits
    {
        get
        {
            int last = Trace.Layers.Count - 1;
            var layer = Trace.Layers[last];
            int input = Trace.Offsets(last, _n).Input;
            return AbsorbsLast || layer.ParameterCount > 0 || layer.Layer is Container || input < 0 ? LayerOutputs : Activations(input, _n * layer.Input.Size);
        }
    }

    public ReadOnlySpan<float> Activations(int offset, int length) => _cache.Span.Slice(offset, length);

    /// <summary>Whether no step moves the parameters of a layer that has some.</summary>
    public bool IsFrozen(TracedLayer layer) => _model.AreFrozen(layer.ParameterOffset, layer.ParameterCount, orAdapted: true);

    /// <summary>How many rows of the batch went through, up to the end of these.</summary>
    public int RowsSeen => _first + _n;

    /// <summary>Their part of the batch.</summary>
    public ReadOnlySpan<int> RowsOf(ReadOnlySpan<int> batch) => batch.Slice(_first, _n);

    /// <summary>The inputs.</summary>
    public ReadOnlySpan<float> Input(scoped in RowSource data, ReadOnlySpan<int> rows) => _isGathered
        ? _x!.Span[..(_n * _input.Size)]
        : !_view.IsEmpty ? _view.Span
        : data.Inputs.Rows(rows[0], rows.Length, default); // where they are

    /// <summary>Adds what was counted to other counts, and begins again at 0.</summary>
    public void TakeCounts(int[] predictions, int[] labels)
    {
        TensorPrimitives.Add(predictions, Predictions, predictions);
        TensorPrimitives.Add(labels, LabelCounts, labels);
        Array.Clear(Predictions);
        Array.Clear(LabelCounts);
    }
}
