namespace ScratchNN;

/// <summary>The model whose layers come one after another: <c>new Sequential(new Dense(784, 128), new ReLU(), new Dense(10))</c>.</summary>
public sealed class Sequential : Model
{
    /// <summary>A model of these layers.</summary>
    /// <param name="layers">At least one.</param>
    /// <exception cref="ArgumentException">
    /// There is none, a layer does not fit the one before it, or containers are nested more than 64 deep, counting the model.
    /// </exception>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public Sequential(params ReadOnlySpan<Layer> layers) : base(new Block(layers))
    {
    }
}
