namespace ScratchNN;

public partial class Model
{
    private const float Half = 0.5f;

    /// <summary>
    /// The class of each sample: the index of its largest output, the first of equals; NaN counts as largest. If the model has one output and
    /// <see cref="Meaning"/> is <see cref="OutputKind.YesNo"/>: 1 where the probability of yes is above ½ (a logit above 0), else 0.
    /// </summary>
    /// <param name="x">Samples.</param>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or its outputs are not classes; the message says what to call.</exception>
    public int[] PredictClasses(Samples x)
    {
        RequireClasses();
        return Classes(Values(Predict(x)));
    }

    /// <summary>The class of each row of a dataset.</summary>
    /// <inheritdoc cref="PredictClasses(Samples)"/>
    /// <param name="data">Samples; their labels or targets are not used.</param>
    public int[] PredictClasses(IDataset data)
    {
        RequireClasses();
        return Classes(Values(Predict(data)));
    }

    /// <summary>The class of one sample.</summary>
    /// <inheritdoc cref="PredictClasses(Samples)"/>
    /// <param name="sample">Its numbers.</param>
    public int PredictClass(ReadOnlySpan<float> sample)
    {
        RequireClasses();
        return Classes(PredictOne(sample))[0];
    }

    /// <summary>
    /// The name of the class of each sample: of <see cref="PredictClasses(Samples)"/>, the <see cref="DataInfo.ClassNames"/> of <see cref="Info"/>.
    /// </summary>
    /// <param name="x">Samples.</param>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, its outputs are not classes, or it has no names for them.</exception>
    public string[] PredictLabels(Samples x)
    {
        var names = RequireNames();
        return Array.ConvertAll(PredictClasses(x), label => names[label]);
    }

    /// <summary>The name of the class of each row of a dataset.</summary>
    /// <inheritdoc cref="PredictLabels(Samples)"/>
    /// <param name="data">Samples; their labels or targets are not used.</param>
    public string[] PredictLabels(IDataset data)
    {
        var names = RequireNames();
        return Array.ConvertAll(PredictClasses(data), label => names[label]);
    }

    /// <summary>The name of the class of one sample.</summary>
    /// <inheritdoc cref="PredictLabels(Samples)"/>
    /// <param name="sample">Its numbers.</param>
    public string PredictLabel(ReadOnlySpan<float> sample) => RequireNames()[PredictClass(sample)];

    private int[] Classes(ReadOnlySpan<float> outputs)
    {
        int size = OutputShape.Size;
        int[] classes = new int[outputs.Length / size];
        if (size > 1) RowMath.ArgMax(outputs, classes, size);
        else
            for (int i = 0; i < classes.Length; i++) classes[i] = outputs[i] > (Root.LastLayer.MakesProbabilities ? Half : 0) ? 1 : 0;
        return classes;
    }

    private OutputKind? KnownMeaning => Described.Meaning ?? Root.Meaning;

    /// <summary>Throws unless outputs choose a class.</summary>
    private void RequireClasses()
    {
        int outputs = OutputShape.Size;
        switch (KnownMeaning)
        {
            case OutputKind.YesNo when outputs == 1: return;
            case OutputKind.YesNo:
                throw new InvalidOperationException(
                    $"Each of the {outputs} outputs of the model answers yes or no, so there are no classes to choose from: use PredictYesNo. "
                        + "If they are classes, set Meaning to OutputKind.OneClass.");
            case var _ when outputs == 1:
                throw new InvalidOperationException(
                    "The model has one output, so there are no classes to choose from: use Predict, or end the model in one output per class. "
                        + "If the output is the probability of yes or its logit, set Meaning to OutputKind.YesNo.");
            case OutputKind.Numbers: throw AreNumbers();
        }
    }

    private static InvalidOperationException AreNumbers() => new(
        $"The outputs of the model are {Words(OutputKind.Numbers)}: use Predict. If they are classes, set Meaning to OutputKind.OneClass; "
            + "if each is the probability of yes or its logit, to OutputKind.YesNo.");

    private static string Words(OutputKind meaning) => meaning switch
    {
        OutputKind.OneClass => "one class of several",
        OutputKind.YesNo => "answers yes or no",
        _ => "numbers",
    };

    /// <summary>A name for each class; throws if one lacks it.</summary>
    private IReadOnlyList<string> RequireNames()
    {
        RequireClasses();
        int classes = Math.Max(2, OutputShape.Size), names = Info.ClassNames?.Count ?? 0;
        return names == classes ? Info.ClassNames! : throw new InvalidOperationException((names == 0
            ? "The model has no names for its classes"
            : $"The model has {classes} classes and {names} names")
                + ": use PredictClasses, train on labels that are names, or set Info = Info with { ClassNames = [\"…\"] }.");
    }
}
