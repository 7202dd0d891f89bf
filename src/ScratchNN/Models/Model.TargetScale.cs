namespace ScratchNN;

public partial class Model
{
    /// <summary>The scale that turns the outputs z of the last layer into predictions, y = mean + deviation ⊙ z; null if it predicts z.</summary>
    /// <remarks>
    /// <para>The first Fit on numbers learns it, before the first step: if the loss allows it (<see cref="Loss.StandardizesTargets"/>), the last layer has no
    /// <see cref="Layer.OutputRange"/>, and the weights of the last layer are those that were drawn. Otherwise, trained, loaded or written weights keep their
    /// predictions. Clones, files and ONNX have it.</para>
    /// <para>Set it for weights from elsewhere that were trained on standardised targets, before <see cref="Trainer.FitBatch"/>, whose first batch may be too
    /// small to learn from, or to 0 and 1 to train on numbers as they are. A built model that is trained again keeps it; one that is built again has
    /// none.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">It has another number of outputs, or the last layer has a range of its own.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or is being trained.</exception>
    public TargetScale? TargetScale
    {
        get => Weights?.Scale;
        set
        {
            if (_isTraining != 0)
                throw new InvalidOperationException("The model is being trained: set TargetScale before or after Fit.");
            var weights = Built;
            if (value != null && value.Outputs != weights.Plan.Output.Size)
                throw new ArgumentException(
                    $"The scale is of {value.Outputs} outputs, the model has {weights.Plan.Output.Size}: it needs a mean and a deviation for each.",
                    nameof(value));
            if (value != null && Root.OutputRange is var (low, high))
                throw new ArgumentException(
                    $"{Root.LastLayer} gives {NumberFormat.Text(low)} to {NumberFormat.Text(high)}, a range of its own: "
                        + "end the model in a layer without one, such as Dense, to give its outputs a scale.", nameof(value));
            weights.Scale = value;
        }
    }

    /// <summary>Learns the scale of numbers, unless there is one or the model predicts something already.</summary>
    internal void ScaleOnce(in RowSource data, int[] rows, ulong seed)
    {
        var weights = Built;
        if (weights.Scale == null && weights.IsDrawn) weights.Scale = TargetScale.Of(data, rows, seed);
    }
}
