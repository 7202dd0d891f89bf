namespace ScratchNN.Diagnostics;

/// <summary>Compares gradients with measured slopes: those of a layer's <see cref="Layer.Backward"/>, and those of a <see cref="Loss"/>.</summary>
public static class GradientCheck
{
    /// <summary>
    /// Checks the gradient with respect to the input and to every trained parameter, at a random point: for L = Σ r·Y with random r,
    /// dL/dx against (L(x + h) − L(x − h)) / 2h.
    /// </summary>
    /// <remarks>Inputs are drawn from a normal distribution. Features that are indices, according to <see cref="Layer.Categories"/>, are drawn from 0 to n − 1;
    /// they have no slope, so their part of the input gradient is not compared.</remarks>
    /// <param name="layer">Any layer, a <see cref="Block"/> too.</param>
    /// <param name="input">The shape of one sample.</param>
    /// <param name="batchSize">Samples in the batch, at least 1. Default 3.</param>
    /// <param name="seed">Chooses the point.</param>
    /// <returns>The worst entry; an infinite error where a gradient was not assigned, or differs where InputGradient is empty.</returns>
    /// <exception cref="ArgumentException">The layer cannot take the input, or no array holds what is needed for it.</exception>
    /// <exception cref="InvalidOperationException">
    /// The layer threw, maybe because it does not take any number: then give it samples. Or, with parameters, it does not take an empty InputGradient.
    /// </exception>
    public static GradientCheckResult Run(Layer layer, Shape input, int batchSize = 3, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new LayerSlopes(layer, input, default, batchSize, seed).Compare(int.MaxValue);
    }

    /// <summary>Checks as <see cref="Run(Layer, Shape, int, ulong)"/> does, at samples that the layer can take: numbers above 0, say.</summary>
    /// <remarks>
    /// Parameters are random as there. The samples are used as they are, and moved by about 0.01 for the slopes, except for columns that are indices by
    /// <see cref="Layer.Categories"/>, or that may be: that hold whole numbers alone, none below 0. Their part of the input gradient is not compared. Add 0.5
    /// to a column of whole numbers that are not indices.
    /// </remarks>
    /// <param name="layer">Any layer, a <see cref="Block"/> too.</param>
    /// <param name="x">The samples of the batch, at least 1; 3 to 8 do.</param>
    /// <param name="seed">Chooses the parameters.</param>
    /// <returns>The worst entry; an infinite error where a gradient was not assigned, or differs where InputGradient is empty.</returns>
    /// <exception cref="ArgumentException">The layer cannot take the samples, there is none, or no array holds what is needed for them.</exception>
    /// <exception cref="InvalidOperationException">The layer threw. Or, with parameters, it does not take an empty InputGradient.</exception>
    public static GradientCheckResult Run(Layer layer, Samples x, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (x.Count == 0) throw new ArgumentException("At least one sample is needed, got none.", nameof(x));
        var samples = x.Open();
        float[] gathered = new float[samples.IsScattered ? Slopes.Floats((long)x.Count * x.Shape.Size, "inputs") : 0];
        return new LayerSlopes(layer, x.Shape, samples.Rows(0, x.Count, gathered), x.Count, seed).Compare(int.MaxValue);
    }

    /// <summary>Checks a loss: OutputGradient against the slope of Losses, at random outputs and targets.</summary>
    /// <remarks>
    /// Outputs are drawn from a normal distribution; where the loss is not finite for them, from 0.1 to 0.9, as probabilities. Targets are probabilities that
    /// sum to 1 if <see cref="Loss.Meaning"/> is <see cref="OutputKind.OneClass"/>, 0 or 1 if it is <see cref="OutputKind.YesNo"/>, else from a normal
    /// distribution.
    /// </remarks>
    /// <param name="loss">Any loss.</param>
    /// <param name="output">The shape of one output sample.</param>
    /// <param name="target">The shape of one target. Default null: class labels, 0 or 1 where there is one output.</param>
    /// <param name="batchSize">Samples in the batch, at least 1. Default 3.</param>
    /// <param name="seed">Chooses the point.</param>
    /// <returns>The worst entry of <c>output</c>; an infinite error where a gradient or a loss was not assigned.</returns>
    /// <exception cref="ArgumentException">The loss has no meaning for these shapes, or no array holds what is needed for them.</exception>
    /// <exception cref="InvalidOperationException">The loss threw, maybe because it does not take an empty OutputGradient.</exception>
    public static GradientCheckResult Run(Loss loss, Shape output, Shape? target = null, int batchSize = 3, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        loss.RequireShapes(output, target);
        return new LossSlopes(loss, output, target, batchSize, seed).Compare();
    }
}
