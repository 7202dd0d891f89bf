using System.Globalization;

namespace ScratchNN;

/// <summary>The report of an evaluation in addition to its numbers: how well each class or output does. Samples are added in their order.</summary>
internal abstract class EvaluationReport
{
    private const int MostNumbers = 20; // outputs: of more, sums of all would cost as much as small models do

    /// <summary>The confusion of the classes; null where there are none.</summary>
    public virtual ConfusionMatrix? Confusion => null;

    /// <summary>The report for outputs of a meaning.</summary>
    /// <param name="meaning">Their meaning.</param><param name="outputs">How many.</param><param name="classNames">The names of classes, or null.</param>
    /// <param name="outputNames">The names of outputs, or null.</param>
    public static EvaluationReport Of(OutputKind meaning, int outputs, IReadOnlyList<string>? classNames, IReadOnlyList<string>? outputNames)
    {
        int classes = meaning == OutputKind.YesNo && outputs == 1 ? 2 : outputs;
        if (classNames?.Count != classes) classNames = null;
        if (outputNames?.Count != outputs) outputNames = null;
        return meaning switch
        {
            OutputKind.Numbers => new NumberReport(outputs, outputNames),
            OutputKind.YesNo when outputs > 1 => new AnswerReport(outputs, outputNames ?? classNames),
            OutputKind.YesNo => new ClassReport(classes, classNames ?? ["no", "yes"]),
            _ => new ClassReport(classes, classNames),
        };
    }

    /// <summary>The report that an Evaluate makes by the way; null where it would cost too much.</summary>
    public static EvaluationReport? OfModel(OutputKind meaning, int outputs, IReadOnlyList<string>? classNames, IReadOnlyList<string>? outputNames) =>
        meaning == OutputKind.Numbers && outputs > MostNumbers ? null : Of(meaning, outputs, classNames, outputNames);

    /// <summary>Takes note of samples.</summary>
    public abstract void Add(in MetricPass pass);

    /// <summary>A name, or the number.</summary>
    protected static string Name(IReadOnlyList<string>? names, int i) => names?[i] ?? i.ToString(CultureInfo.InvariantCulture);
}
