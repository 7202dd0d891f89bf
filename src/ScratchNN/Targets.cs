using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ScratchNN;

/// <summary>Every y: class labels, yes or no, numbers, or rows of numbers, one per sample. A view, which can be kept.</summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>int[]</c>, <c>byte[]</c>, tensors of these</term><description>class labels 0, 1, 2, …; numbers to predict, if the model has one
/// output</description></item>
/// <item><term><c>string[]</c></term><description>class names: in alphabetical (ordinal) order they become the labels, and the model keeps
/// them</description></item>
/// <item><term><c>bool[]</c></term><description>yes (1) or no (0), as two classes or one output</description></item>
/// <item><term><c>float[]</c>, <c>double[]</c></term><description>a number per sample</description></item>
/// <item><term><c>float[,]</c>, <c>float[][]</c>, <c>double[,]</c>, <see cref="Samples"/></term><description>a row of targets per sample: numbers, one-hot
/// classes, or probabilities</description></item>
/// <item><term><c>bool[,]</c></term><description>yes or no for each output</description></item>
/// </list>
/// The type decides, never the values. Collection expressions of all these bind: <c>[0, 1]</c>, <c>[0, 0.5]</c>, <c>["cat", "dog"]</c>, <c>[[0], [1]]</c>,
/// <c>[.. list]</c>. Arrays and memory of int, byte and float are viewed; all others are copied.
/// </remarks>
[CollectionBuilder(typeof(Targets), nameof(Create))]
public readonly partial struct Targets
{
    private readonly ReadOnlyMemory<int> _labels;
    private readonly ReadOnlyMemory<byte> _byteLabels;
    private readonly string[]? _words;
    private readonly Samples _rows;

    private Targets(int count, ReadOnlyMemory<int> labels = default, ReadOnlyMemory<byte> byteLabels = default, string[]? words = null) =>
        (Count, _labels, _byteLabels, _words) = (count, labels, byteLabels, words);

    private Targets(Samples rows) => (Count, _rows, Shape) = (rows.Count, rows, rows.Count == 0 ? null : rows.Shape);

    /// <summary>The number of samples that they are for.</summary>
    public int Count { get; private init; }

    /// <summary>The shape of one target; null for class labels, class names, and yes or no.</summary>
    public Shape? Shape { get; private init; }

    /// <summary>Whether each is yes or no.</summary>
    internal bool AreYesNo { get; private init; }

    /// <summary>Whether they may be numbers to predict: neither class names nor yes or no.</summary>
    internal bool AreNumbers => _words == null && !AreYesNo;

    internal ReadOnlySpan<int> Labels => _labels.Span;
    internal ReadOnlySpan<byte> ByteLabels => _byteLabels.Span;
    internal SampleSpan Rows => _rows.Open();

    /// <summary>Targets of a collection expression.</summary>
    /// <param name="values">All of one kind; whole numbers mixed with others are numbers.</param>
    /// <exception cref="ArgumentException">They are of several kinds, or their rows have different lengths.</exception>
    public static Targets Create(ReadOnlySpan<Target> values)
    {
        if (values.IsEmpty) return default;
        var kind = values[0].Is;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i].Is == kind) continue;
            bool areNumbers = (kind, values[i].Is) is (Target.Kind.Label, Target.Kind.Number) or (Target.Kind.Number, Target.Kind.Label);
            kind = areNumbers ? Target.Kind.Number : throw new ArgumentException(
                $"y mixes kinds: the target of sample 0 is {Name(values[0].Is)}, that of sample {i} is {Name(values[i].Is)}. All need the same kind.",
                    nameof(values));
        }
        return kind switch
        {
            Target.Kind.Label => Converted(values, target => (int)target.Number),
            Target.Kind.YesNo => Converted(values, target => target.Number != 0),
            Target.Kind.Number => Converted(values, target => target.Number),
            Target.Kind.Word => Converted(values, target => target.Word!),
            Target.Kind.Row => Converted(values, target => target.Row!),
            _ => throw new ArgumentException("y holds default(Target): every sample needs its target.", nameof(values)),
        };

        static string Name(Target.Kind kind) => kind switch
        {
            Target.Kind.Label => "a class label",
            Target.Kind.YesNo => "yes or no",
            Target.Kind.Number => "a number",
            Target.Kind.Word => "a class name",
            Target.Kind.Row => "a row of numbers",
            _ => "missing",
        };
    }

    /// <summary>The targets of some rows, in the order given: labels are copied, rows of numbers viewed. Class names are labels by then.</summary>
    /// <param name="rows">At least one, each a row that there is. Kept.</param>
    internal Targets Choose(int[] rows)
    {
        if (Shape != null) return new Targets(_rows.Choose(rows)) { AreYesNo = AreYesNo };
        var (labels, bytes) = (_labels, _byteLabels);
        return labels.IsEmpty ? new(rows.Length, byteLabels: Array.ConvertAll(rows, row => bytes.Span[row]))
            : new(rows.Length, labels: Array.ConvertAll(rows, row => labels.Span[row])) { AreYesNo = AreYesNo };
    }

    private static T[] Converted<T>(ReadOnlySpan<Target> values, Func<Target, T> convert)
    {
        var converted = new T[values.Length];
        for (int i = 0; i < converted.Length; i++) converted[i] = convert(values[i]);
        return converted;
    }

    /// <summary>Class names as labels, and the names in the order of the labels; other targets as they are.</summary>
    /// <param name="known">The names of the classes; null for those that occur here, in ordinal order.</param>
    /// <exception cref="ArgumentException">A name is not among the known ones.</exception>
    internal (Targets Targets, IReadOnlyList<string>? ClassNames) Named(IReadOnlyList<string>? known)
    {
        if (_words is not { Length: > 0 } words) return (this, known);
        int missing = Array.IndexOf(words, null);
        if (missing >= 0) throw new ArgumentException($"The class name of sample {missing} became null: y must not change before it is used. Fill it in.");
        known ??= [.. words.Distinct().Order(StringComparer.Ordinal)];
        var labels = new Dictionary<string, int>();
        for (int label = 0; label < known.Count; label++) labels[known[label]] = label;
        int[] named = new int[words.Length];
        for (int i = 0; i < named.Length; i++)
            named[i] = labels.TryGetValue(words[i], out int label) ? label : throw new ArgumentException(
                $"y holds '{words[i]}' in row {i}, which is not among the {known.Count} classes of the model: {string.Join(", ", known.Take(20))}. "
                    + "Correct it, or train a new model on data that has it.");
        return (named, known);
    }

    /// <summary>Copies all labels or targets.</summary>
    internal void Read(Span<int> labels, Span<float> targets)
    {
        if (!_labels.IsEmpty) Labels.CopyTo(labels);
        else
            for (int i = 0; i < labels.Length; i++) labels[i] = ByteLabels[i];
        for (int row = 0; row < Count && Shape is { } shape; row++) Rows[row].CopyTo(targets[(row * shape.Size)..]);
    }

    /// <summary>The number of targets and what they are: <c>150 class labels</c>.</summary>
    public override string ToString() =>
        $"{Count} {(Shape is { } shape ? $"targets of {shape}" : _words != null ? "class names" : AreYesNo ? "answers yes or no" : "class labels")}";

    /// <summary>Enumerates the targets; it makes <c>[0, 1, 1]</c> a way to write them.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IEnumerator<Target> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return _words != null ? _words[i] : Shape != null ? _rows[i].ToArray() : AreYesNo ? Labels[i] != 0 : _labels.IsEmpty ? ByteLabels[i]
                : Labels[i];
    }
}
