using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>What is wrong with data, said where it is read: each message has the caller's numbers, those expected, and what to do.</summary>
internal readonly ref partial struct RowSource
{
    /// <summary>What is wrong with the validation data, is not with the training data.</summary>
    public const string OfValidation = " of the validation data";

    /// <summary>
    /// A weight below counts as 0: times a small gradient it would lose its digits, and at last be 0, while the sum that it is divided by is not.
    /// </summary>
    public const float LeastWeight = 1e-20f;

    private const int MostListed = 8; // labels

    /// <summary>Throws unless every label that is in memory is a class; those of a user's dataset are checked as they are read.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="outputs">Outputs of the model; 1 of them for the two classes no and yes.</param>
    /// <param name="loss">Who may ignore labels.</param>
    public void RequireLabels(int classes, int outputs, Loss loss)
    {
        int count = IsOnDemand || TargetShape != null ? 0 : Count, bad = -1;
        bool isAny = false;
        for (int row = 0; row < count; row++)
        {
            int label = Label(row);
            if (loss.Ignores(label)) continue;
            isAny = true;
            if (bad < 0 && (uint)label >= (uint)classes) bad = row;
        }
        if (count > 0 && !isAny)
            throw new ArgumentException($"{loss} ignores all {count} labels{Where}, so no sample counts: check how y is filled.");
        if (bad < 0) return;
        var labels = new SortedSet<int>();
        for (int row = 0; row < count; row++)
            if (!loss.Ignores(Label(row))) labels.Add(Label(row));
        throw NoClass(Label(bad), bad, classes, outputs, Remedy(labels, classes));
    }

    /// <summary>What labels there are, and how to number them.</summary>
    private static string Remedy(SortedSet<int> labels, int classes)
    {
        int least = labels.Min, most = labels.Max, count = labels.Count;
        bool areAll = (long)most - least == count - 1;
        if (areAll && least == 0) return $"The labels go from 0 to {most}: end the model in Dense({most + 1L}), or correct that label.";
        if (areAll && least == 1)
            return $"The labels go from 1 to {most}: classes count from 0, so subtract 1{(most == classes ? "" : $", and end the model in Dense({most})")}.";
        string number = $"Number the {count} classes 0 to {count - 1}{(count == classes ? "" : $" and end the model in Dense({count})")}";
        if (least != 0) return $"The labels are {List(labels)}. {number}{(least < 0 ? ", or correct that label" : "")}.";
        int[] missing = [.. Enumerable.Range(0, most).Where(label => !labels.Contains(label)).Take(MostListed + 1)];
        return $"The labels are {List(labels)}: {List(missing)} {(missing.Length == 1 ? "has" : "have")} no sample. {number}, "
            + $"or end {(count == classes ? "the model" : "it")} in Dense({most + 1L}), or correct that label.";

        static string List(IReadOnlyCollection<int> labels) => string.Join(", ", labels.Take(MostListed)) + (labels.Count > MostListed ? ", …" : "");
    }

    /// <summary>
    /// Throws if a target that is in memory is not a probability, where the loss takes such; those of a user's dataset are checked as they are read.
    /// </summary>
    /// <param name="loss">The loss.</param>
    public void RequireProbabilities(Loss loss)
    {
        if (TargetShape is not { } target) return;
        for (int row = 0; row < _targets.Count; row++) RequireProbabilities(_targets[row], target.Size, [row], loss, Where);
    }

    /// <summary>Throws if a target is below 0; or above 1, where it is the probability of yes. A row of classes may have another sum than 1.</summary>
    /// <param name="targets">Targets.</param><param name="columns">In each row.</param><param name="rows">Their rows in the data; empty for 0, 1, 2, …</param>
    /// <param name="loss">Who takes them for probabilities.</param><param name="where">Words after the row.</param>
    public static void RequireProbabilities(ReadOnlySpan<float> targets, int columns, ReadOnlySpan<int> rows, Loss loss, string where = "")
    {
        float most = loss.Meaning == OutputKind.YesNo ? 1 : float.PositiveInfinity;
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] < 0 && float.IsPositiveInfinity(most))
                throw new ArgumentException(
                    $"Target {NumberFormat.Text(targets[i])} in row {Row(rows, i / columns)}, column {i % columns}{where} is not a probability: "
                    + $"{loss} takes one-hot or soft targets, none below 0. "
                    + "For numbers of either sign use MeanSquaredError.");
            if (targets[i] < 0 || targets[i] > most)
                throw new ArgumentException(
                    $"Target {NumberFormat.Text(targets[i])} in row {Row(rows, i / columns)}, column {i % columns}{where} is not the probability of a yes: "
                    + $"{loss} takes targets from 0 (no) to 1 (yes). "
                    + "Scale y to that range; for any numbers use MeanSquaredError, and end the model without Sigmoid.");
        }
    }

    /// <summary>Throws if a value is not a finite number.</summary>
    /// <param name="values">Rows of x or y.</param>
    /// <param name="columns">In each row.</param>
    /// <param name="rows">Their rows in the data; empty for the first row and those after it.</param>
    /// <param name="name">x or y.</param>
    /// <param name="firstRow">The first row, where <paramref name="rows"/> is empty.</param>
    /// <param name="where">Words after the row.</param>
    public static void RequireFinite(ReadOnlySpan<float> values, int columns, ReadOnlySpan<int> rows, string name, int firstRow = 0, string where = "")
    {
        int at = Finite.IndexOfFirstNot(values);
        if (at >= 0)
            throw new ArgumentException(
                $"{name} holds {NumberFormat.Text(values[at])} in row {firstRow + Row(rows, at / columns)}, column {at % columns}{where}: "
                + "only finite numbers give an answer. "
                + "Find where it comes from (a division by a zero spread, a missing value), then drop the row or fill it in.");
    }

    /// <summary>Throws unless each label is 0 to <paramref name="classes"/> − 1. Of the others, which were not read, it says nothing.</summary>
    /// <param name="labels">Labels.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="outputs">Outputs of the model.</param>
    /// <param name="rows">Their rows in the data.</param>
    /// <param name="loss">Who may ignore labels.</param>
    public void RequireLabels(ReadOnlySpan<int> labels, int classes, int outputs, ReadOnlySpan<int> rows, Loss loss)
    {
        for (int i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classes && !loss.Ignores(labels[i]))
                throw NoClass(labels[i], rows[i], classes, outputs, "Labels start at 0; end the model in one output per class.");
    }

    private ArgumentException NoClass(int label, int row, int classes, int outputs, string remedy) => label >= classes && label < ClassNames?.Count
        ? new($"y{Where} has {ClassNames.Count} class names ({string.Join(", ", ClassNames.Take(MostListed))}{(ClassNames.Count > MostListed ? ", …" : "")}), "
            + $"but the model has {(outputs == 1 ? "one output, for no and yes" : $"{outputs} outputs")}: end it in Dense({ClassNames.Count}), one output for "
            + $"each class, or correct y. The first class without an output is '{ClassNames[label]}' in row {row}.")
        : outputs == 1
        ? new($"Label {label} in row {row}{Where} is neither 0 (no) nor 1 (yes), which one output can answer. For more classes end the model in one output "
            + "per class, without Sigmoid, and use CrossEntropy, the default for labels.")
        : new($"Label {label} in row {row}{Where} is not one of the classes 0 to {classes - 1}: the model has {outputs} outputs. {remedy}");

    /// <summary>The common count of x and y.</summary>
    /// <exception cref="ArgumentException">They have different counts, or none.</exception>
    public static int RequireEqualCounts(SampleSpan x, int y)
    {
        string samples = x.Shape.Size == 0 ? $"[{x.Count}]" : $"[{x.Count} × {x.Shape.Product}]";
        if (x.Count == 0)
            throw new ArgumentException($"At least one sample is needed, x is {samples}.");
        if (x.Count != y)
            throw new ArgumentException(y == 0 ? $"y is empty: x has {x.Count} samples, and every sample needs its target."
                : x.Shape.Size == y
                ? $"x is {samples}, y has {y} rows: samples must be rows, and x looks transposed. Pass it as [{y} × {x.Count}]."
                : $"x has {x.Count} samples, y has {y}: every sample needs one. x is {samples}.");
        return y;
    }

    /// <summary>Throws unless there is a weight for each of that many samples, all are sound, and one is above 0.</summary>
    /// <param name="weights">The weights.</param><param name="samples">How many there should be.</param><param name="where">Words after the row.</param>
    public static void RequireWeights(ReadOnlySpan<float> weights, int samples, string where = "")
    {
        if (weights.Length != samples)
            throw new ArgumentException($"There are {weights.Length} weights for {samples} samples: every sample needs one.");
        RequireWeights(weights, default(ReadOnlySpan<int>), where);
        if (!weights.ContainsAnyExcept(0f))
            throw new ArgumentException($"All {samples} weights are 0, so no sample counts: give at least one of them a weight above 0.");
        float largest = TensorPrimitives.Max(weights);
        if (largest < LeastWeight)
            throw new ArgumentException(
                $"The largest of {samples} weights is {NumberFormat.Text(largest)}, and those below {NumberFormat.Text(LeastWeight)} count as 0: "
                    + "only ratios of weights matter, so divide all by the largest.");
    }

    /// <summary>Throws unless each weight is a finite number of at least 0.</summary>
    private static void RequireWeights(ReadOnlySpan<float> weights, ReadOnlySpan<int> rows, string where)
    {
        for (int i = 0; i < weights.Length; i++)
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
                throw new ArgumentException(
                    $"The weight of row {Row(rows, i)}{where} is {NumberFormat.Text(weights[i])}: a weight is a finite number of at least 0.");
    }

    private static int Row(ReadOnlySpan<int> rows, int i) => rows.IsEmpty ? i : rows[i];
}
