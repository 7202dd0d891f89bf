namespace ScratchNN;

/// <summary>What is asked of the outputs of a model: the loss, what they mean, and what they are compared with.</summary>
/// <param name="Loss">A loss that fits the shapes.</param><param name="Meaning">What the outputs mean.</param>
/// <param name="Outputs">The outputs of a sample.</param><param name="Target">The shape of a target; null for labels.</param>
internal sealed record Problem(Loss Loss, OutputKind Meaning, int Outputs, Shape? Target)
{
    private const int YesAndNo = 2;

    /// <summary>The factor on the losses of each class; null for ones.</summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>Whether outputs are logits of answers yes or no, so that one above 0 says yes.</summary>
    public bool AreLogits { get; init; }

    /// <summary>Whether the loss is trained on standardised numbers where the model has a scale of them.</summary>
    public bool Standardizes { get; private init; }

    /// <summary>The labels there can be: 0 to this − 1; 0 where labels are numbers to predict, and where there are none.</summary>
    public int Classes => Target != null ? 0 : Meaning == OutputKind.YesNo ? YesAndNo : Outputs > 1 ? Outputs : 0;

    /// <summary>The problem that data poses to a model.</summary>
    /// <param name="data">The data.</param><param name="output">The shape of the model's output.</param><param name="last">Its last layer.</param>
    /// <param name="loss">The loss to take; null for the one that suits the meaning.</param>
    /// <param name="known">What the outputs are known to mean, where the loss does not say; null to decide by last layer and data.</param>
    /// <exception cref="ArgumentException">The loss has no meaning for the shapes, or a label or target in memory none for the loss.</exception>
    public static Problem Of(in RowSource data, Shape output, Layer last, Loss? loss, OutputKind? known = null)
    {
        if (known == OutputKind.Numbers) known = null; // answers of another kind are met as well
        var meaning = loss?.Meaning ?? known ?? MeaningOf(data, output.Size, last);
        if (meaning == OutputKind.YesNo && loss is { Meaning: null } && !last.MakesProbabilities) meaning = OutputKind.Numbers; // 0 and 1, to predict
        loss ??= meaning switch { OutputKind.OneClass => new CrossEntropy(), OutputKind.YesNo => new BinaryCrossEntropy(), _ => new MeanSquaredError() };
        loss.RequireShapes(output, data.TargetShape);
        if (meaning == OutputKind.OneClass && output.Size == 1) meaning = OutputKind.Numbers; // the largest of one output tells nothing
        var problem = new Problem(loss, meaning, output.Size, data.TargetShape)
        {
            AreLogits = meaning == OutputKind.YesNo && !last.MakesProbabilities,
            Standardizes = loss.StandardizesTargets && meaning == OutputKind.Numbers && (data.TargetShape?.Size ?? 1) == output.Size && last.OutputRange == null
                && !loss.Absorbs(last),
        };
        problem.RequireAnswers(data);
        return problem;
    }

    /// <summary>The last layer decides, then the type of y: never its values.</summary>
    private static OutputKind MeaningOf(in RowSource data, int outputs, Layer last) =>
        last.Meaning == OutputKind.OneClass ? OutputKind.OneClass
        : data.TargetShape != null ? (data.AreYesNo ? OutputKind.YesNo : OutputKind.Numbers)
        : outputs > 1 ? OutputKind.OneClass
        : data.AreYesNo || last.Meaning == OutputKind.YesNo ? OutputKind.YesNo : OutputKind.Numbers;

    /// <summary>
    /// Throws unless every label is a class or ignored, and every target a probability where the loss takes them for such; those of a user's dataset are
    /// checked as they are read.
    /// </summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public void RequireAnswers(in RowSource data)
    {
        if (Classes > 0) data.RequireLabels(Classes, Outputs, Loss);
        if (Loss.Meaning is OutputKind.OneClass or OutputKind.YesNo) data.RequireProbabilities(Loss);
    }

    /// <summary>Throws as <see cref="RequireAnswers(in RowSource)"/> does, for rows that were read.</summary>
    public void RequireAnswers(in RowSource data, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, ReadOnlySpan<int> rows)
    {
        if (Classes > 0) data.RequireLabels(labels, Classes, Outputs, rows, Loss);
        if (Loss.Meaning is OutputKind.OneClass or OutputKind.YesNo && Target is { } target)
            RowSource.RequireProbabilities(targets, target.Size, rows, Loss, data.Where);
    }

    /// <summary>The same, with the losses of classes weighted as the options say, by the labels of the training rows.</summary>
    /// <exception cref="ArgumentException">There are no classes to weigh, or not as many as weights.</exception>
    public Problem Weighted(ClassWeights? weights, in RowSource data, ReadOnlySpan<int> rows, Workers workers)
    {
        if (weights == null) return this;
        if (Classes == 0)
            throw new ArgumentException(
                $"ClassWeights are set, but y holds {(Target is { } target ? $"targets of {target}" : "numbers to predict")}: they apply to class labels. "
                    + "Pass labels, or weights for the samples.");
        return this with { ClassWeights = weights.Of(Classes, weights.AreCounted ? data.CountLabels(rows, Classes, Loss, workers) : []) };
    }
}
