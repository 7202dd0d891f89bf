using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>How often samples of each class were predicted to be of each class.</summary>
/// <remarks>
/// Memory grows with the pairs of classes that occur, not with the square of the classes. It prints as a table, a row for each actual class; of more than 20
/// classes, as the most frequent mistakes.
/// </remarks>
public sealed partial class ConfusionMatrix
{
    private const int MostClasses = MetricPass.LargestClass + 1;
    private readonly Dictionary<(int Actual, int Predicted), double> _pairs = [];
    private readonly double[] _sums;

    /// <param name="classes">How many there are.</param><param name="classNames">Their names; null for numbers.</param>
    internal ConfusionMatrix(int classes, IReadOnlyList<string>? classNames)
    {
        (Classes, ClassNames) = (classes, classNames);
        _sums = new double[ClassCounts.SumsOf(OutputKind.OneClass, classes)];
    }

    /// <summary>The matrix of predictions.</summary>
    /// <param name="predicted">The predicted class of each sample, at least 0.</param>
    /// <param name="actual">The right class of each sample, at least 0.</param>
    /// <param name="classNames">The name of each class, class 0 first. Default: none, and as many classes as occur.</param>
    /// <param name="weights">How much each sample counts, finite and at least 0. Default: all 1.</param>
    /// <exception cref="ArgumentException">The numbers of predictions, classes and weights differ, or are 0; a class is below 0 or has no name; or a weight is
    /// not valid.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> predicted, ReadOnlySpan<int> actual, IReadOnlyList<string>? classNames = null,
        ReadOnlySpan<float> weights = default)
    {
        if (predicted.Length != actual.Length)
            throw new ArgumentException($"There are {predicted.Length} predictions and {actual.Length} actual classes: both need the same number.",
                nameof(actual));
        if (predicted.IsEmpty) throw new ArgumentException("There are no samples, so there is no confusion matrix: pass at least one.", nameof(predicted));
        MetricPass.RequireWeights(weights, predicted.Length);
        if (classNames != null) Guard.NoneNull(classNames, nameof(classNames));
        int classes = classNames?.Count ?? 1;
        for (int i = 0; i < predicted.Length; i++)
        {
            int largest = Math.Max(predicted[i], actual[i]);
            if (Math.Min(predicted[i], actual[i]) < 0 || largest >= (classNames?.Count ?? MostClasses))
                throw new ArgumentException(
                    $"Sample {i} is of class {actual[i]}, and class {predicted[i]} was predicted: classes are "
                        + $"{(classNames == null ? "numbered from 0" : $"0 to {classNames.Count - 1}, each with a name")}.");
            classes = Math.Max(classes, largest + 1);
        }
        var matrix = new ConfusionMatrix(classes, classNames);
        for (int i = 0; i < predicted.Length; i++) matrix.Add(predicted[i], actual[i], weights.IsEmpty ? 1 : weights[i]);
        return matrix;
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The name of each class; null if they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The samples of one class that were predicted to be of another, or of the same: their number, or the sum of their weights.</summary>
    /// <param name="actual">0 to <see cref="Classes"/> − 1.</param>
    /// <param name="predicted">0 to <see cref="Classes"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double this[int actual, int predicted] => _pairs.GetValueOrDefault((RequireClass(actual), RequireClass(predicted)));

    /// <summary>Of the samples that were predicted to be of a class, the share that is: 0 to 1, and 0 where none was predicted.</summary>
    /// <param name="label">0 to <see cref="Classes"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int label) => Counts.Of(ClassScore.Precision, RequireClass(label));

    /// <summary>Of the samples of a class, the share that was predicted to be: 0 to 1, and 0 where none occurs.</summary>
    /// <inheritdoc cref="Precision"/>
    public double Recall(int label) => Counts.Of(ClassScore.Recall, RequireClass(label));

    /// <summary>The harmonic mean of precision and recall of a class: 0 to 1, and 0 where nothing of it was right.</summary>
    /// <inheritdoc cref="Precision"/>
    public double F1(int label) => Counts.Of(ClassScore.F1, RequireClass(label));

    /// <summary>The sums of the classes.</summary>
    internal ClassCounts Counts => new(_sums, OutputKind.OneClass);

    /// <summary>Takes note of a sample.</summary>
    internal void Add(int predicted, int actual, double weight)
    {
        if (weight == 0) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (actual, predicted), out _) += weight;
        ClassCounts.AddSample(_sums, predicted, actual, weight);
    }

    private int RequireClass(int label) => Guard.Between(0, Classes - 1, label, "label");
}
