using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>What is wrong with data, said where it is read: each message has the caller's numbers, those expected, and what to do.</summary>
internal readonly ref partial struct RowSource
{
    /// <summary>Throws unless every label that is in memory is a class; those of a user's dataset are checked as they are read.</summary>
    /// <param name="classes">Number of classes.</param><param name="where">Words after the row, for the message.</param>
    public void RequireLabels(int classes, string where = "")
    {
        RequireLabels(_labels, classes, default, where);
        for (int row = 0; row < _byteLabels.Length; row++)
            if (_byteLabels[row] >= classes) RequireLabels([_byteLabels[row]], classes, [row], where);
    }

    /// <summary>Throws if a target that is in memory is negative, where the loss takes probabilities; those of a user's dataset are checked as they are read.</summary>
    /// <param name="loss">The loss.</param><param name="where">Words after the row, for the message.</param>
    public void RequireProbabilities(Loss loss, string where = "")
    {
        if (!loss.TargetsAreProbabilities || TargetShape is not { } target) return;
        for (int row = 0; row < _targets.Count; row++) RequireProbabilities(_targets[row], target.Size, [row], loss, where);
    }

    /// <summary>Throws if a target is negative.</summary>
    /// <param name="targets">Targets.</param><param name="columns">In each row.</param><param name="rows">Their rows in the data; empty for 0, 1, 2, …</param>
    /// <param name="loss">Who takes them for probabilities.</param><param name="where">Words after the row.</param>
    public static void RequireProbabilities(ReadOnlySpan<float> targets, int columns, ReadOnlySpan<int> rows, Loss loss, string where = "")
    {
        for (int i = 0; i < targets.Length; i++)
            if (targets[i] < 0)
                throw new ArgumentException(
                    $"Target {NumberFormat.Text(targets[i])} in row {Row(rows, i / columns)}, column {i % columns}{where} is no probability: {loss} takes one-hot or soft targets, none below 0. "
                    + "For numbers of either sign use MeanSquaredError.");
    }

    /// <summary>Throws if a value is no finite number.</summary>
    /// <param name="values">Rows of x or y.</param><param name="columns">In each row.</param><param name="rows">Their rows in the data; empty for the first row and those after it.</param>
    /// <param name="name">x or y.</param><param name="firstRow">The first row, where <paramref name="rows"/> is empty.</param>
    public static void RequireFinite(ReadOnlySpan<float> values, int columns, ReadOnlySpan<int> rows, string name, int firstRow = 0)
    {
        int at = Finite.IndexOfFirstNot(values);
        if (at >= 0)
            throw new ArgumentException(
                $"{name} holds {NumberFormat.Text(values[at])} in row {firstRow + Row(rows, at / columns)}, column {at % columns}: only finite numbers give an answer. "
                + "Find where it comes from (a division by a zero spread, a missing value), then drop the row or fill it in.");
    }

    /// <summary>Throws unless each label is 0 to <paramref name="classes"/> − 1.</summary>
    /// <param name="labels">Labels.</param><param name="classes">Number of classes.</param><param name="rows">Their rows in the data; empty for 0, 1, 2, …</param><param name="where">Words after the row.</param>
    public static void RequireLabels(ReadOnlySpan<int> labels, int classes, ReadOnlySpan<int> rows, string where = "")
    {
        for (int i = 0; i < labels.Length; i++)
            if ((uint)labels[i] >= (uint)classes)
                throw new ArgumentException(
                    $"Label {labels[i]} in row {Row(rows, i)}{where} is none of the classes 0 to {classes - 1}: the model has {classes} outputs. "
                    + (labels[i] == classes ? "Do the labels start at 1? Subtract 1." : "Labels count from 0; end the model in one output per class."));
    }

    /// <summary>The common count of x and y.</summary>
    public static int RequireEqualCounts(Samples x, int y)
    {
        if (x.Count == 0)
            throw new ArgumentException($"At least one sample is needed, x is {x.ToString()}.");
        if (x.Count != y)
            throw new ArgumentException(x.Shape.Size == y
                ? $"x is {x.ToString()}, y has {y} rows: samples must be rows, and x looks transposed. Pass it as [{y} × {x.Count}]."
                : $"x has {x.Count} samples, y has {y}: every sample needs one. x is {x.ToString()}.");
        return y;
    }

    /// <summary>A null array arrives as a span that points nowhere.</summary>
    private static void RequireGiven<T>(Samples x, ReadOnlySpan<T> y, string name)
    {
        if (x.Count > 0 && Unsafe.IsNullRef(ref MemoryMarshal.GetReference(y)))
            throw new ArgumentNullException(name, $"y is null or empty: x has {x.Count} samples, and every sample needs one.");
    }

    private static Samples Column(Samples x, ReadOnlySpan<float> targets)
    {
        RequireGiven(x, targets, nameof(targets));
        return new Samples(targets, 1);
    }

    private static int Row(ReadOnlySpan<int> rows, int i) => rows.IsEmpty ? i : rows[i];
}
