namespace ScratchNN;

/// <summary>A loss: one number per sample that training makes small, and its gradient. Stateless.</summary>
/// <remarks>
/// <see cref="Compute"/> assigns for each row its own loss and the gradient of that, unscaled: the mean over the batch is taken once,
/// by the <see cref="Trainer"/>. A row's results depend on that row alone. Buffers arrive dirty. One instance serves many threads.
/// </remarks>
public abstract class Loss
{
    /// <summary>
    /// Whether the loss works on the input of this last layer rather than on its output, as cross-entropy does with softmax.
    /// Such a layer, if it has no parameters, is left out in training and evaluation. By default false.
    /// </summary>
    /// <param name="last">The last layer of the model.</param>
    public virtual bool Absorbs(Layer last) => false;

    /// <summary>
    /// What the loss takes outputs to mean; by default null: the last layer and the type of y decide. Rows of targets of a loss that chooses
    /// <see cref="OutputKind.OneClass"/> are probabilities, so a target below 0 is refused; of <see cref="OutputKind.YesNo"/>, one above 1 too.
    /// </summary>
    public virtual OutputKind? Meaning => null;

    /// <summary>
    /// Whether samples with this label are ignored: a batch keeps them, with a weight of 0, and they count neither in the mean loss nor in accuracy and
    /// metrics. Such a label need not be a class. By default false.
    /// </summary>
    /// <param name="label">A label of the data.</param>
    public virtual bool Ignores(int label) => false;

    /// <summary>
    /// Whether numbers may be standardised for it: where y is numbers and the last layer has no <see cref="Layer.OutputRange"/>, training then calls
    /// <see cref="Compute"/> with the layers' outputs z and targets (t − mean) / deviation (see <see cref="TargetScale"/>; labels that are numbers come as
    /// targets), and takes the gradient of that. The reported loss is always that of the predictions against t, in the unit of y. It suits losses of
    /// the difference y − t. By default false: the loss is trained on y and t as they are.
    /// </summary>
    public virtual bool StandardizesTargets => false;

    /// <summary>Throws if the loss has no meaning for these shapes. By default targets must have the shape of the output.</summary>
    /// <param name="output">The shape of one output sample.</param>
    /// <param name="target">The shape of one target, or null for class labels.</param>
    /// <exception cref="ArgumentException">It has none; the message names both shapes.</exception>
    public virtual void RequireShapes(Shape output, Shape? target)
    {
        if (target is { } given && given.Size != output.Size)
            throw new ArgumentException($"{this} compares outputs with targets: the model gives {output} per sample, y has {given}."
                + (given.Size == 1 ? " For classes pass labels as int[] or byte[]; for numbers end the model in 1 output."
                    : $" End the model in {given.Size} outputs, or pass {output.Size} targets per sample."));
    }

    /// <summary>Assigns Losses and, unless it is empty, OutputGradient.</summary>
    public abstract void Compute(in LossPass pass);

    /// <summary>
    /// The mean loss of the best constant answer: the least that one row of outputs, given for every sample, can cost. Checks compare the loss of training with
    /// it: a model whose loss is no lower has learned nothing that depends on the input. By default NaN: unknown, and those checks are silent.
    /// </summary>
    /// <param name="sample">The targets, and how much each counts. The mean is Σ w·loss / Σ w.</param>
    public virtual double Baseline(in TargetSample sample) => double.NaN;

    /// <summary>The least mean loss there can be, where every sample gets the answer that is best for it. By default 0.</summary>
    /// <param name="sample">The targets, and how much each counts. The mean is Σ w·loss / Σ w.</param>
    public virtual double Floor(in TargetSample sample) => 0;

    /// <summary>The loss by its name.</summary>
    public override string ToString() => GetType().Name;
}
