namespace ScratchNN.Diagnostics;

/// <summary>
/// Every layer of the model, but blocks and what the loss absorbs, in the order of the forward pass. Other containers follow their inner layers.
/// </summary>
public readonly ref struct LayerViews
{
    private readonly Observation _observation;

    internal LayerViews(Observation observation) => _observation = observation;

    /// <summary>The number of layers.</summary>
    public int Count => _observation.Trace.Layers.Count;

    /// <summary>A layer.</summary>
    /// <param name="i">0 to <see cref="Count"/> − 1.</param>
    public LayerView this[int i] => _observation.Layer(i);

    /// <summary>Enumerates the layers.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Enumerates the layers.</summary>
    public ref struct Enumerator
    {
        private readonly LayerViews _layers;
        private int _i = -1;

        internal Enumerator(LayerViews layers) => _layers = layers;

        /// <summary>The current layer.</summary>
        public readonly LayerView Current => _layers[_i];

        /// <summary>Moves to the next layer.</summary>
        public bool MoveNext() => ++_i < _layers.Count;
    }
}
