namespace ScratchNN;

/// <summary>Information about data in addition to its numbers: names, profile and attachments. A Fit gives it to the model, and the model's file keeps
/// it.</summary>
public sealed record DataInfo
{
    /// <summary>Nothing: a Fit on such data leaves no names and no profile in the model.</summary>
    public static DataInfo None { get; } = new();

    /// <summary>The name of each class, class 0 first, each another; null if the classes have none.</summary>
    /// <exception cref="ArgumentException">There is none, or two are the same.</exception>
    public IReadOnlyList<string>? ClassNames { get; init => field = value == null ? null : Distinct(Guard.NoneNull(value, nameof(ClassNames))); }

    /// <summary>The name of each input column; null if the columns have none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; init => field = value == null ? null : Guard.NoneNull(value, nameof(FeatureNames)); }

    /// <summary>The name of each output; null if the outputs have none.</summary>
    public IReadOnlyList<string>? OutputNames { get; init => field = value == null ? null : Guard.NoneNull(value, nameof(OutputNames)); }

    /// <summary>
    /// The inputs in numbers, column by column; null if nobody has looked. A Fit fills it in for its model, of up to 8192 training rows from all over and
    /// 65,536 columns; for your own dataset, from the up to 1024 rows that its checks look at.
    /// </summary>
    public DataProfile? Profile { get; init; }

    /// <summary>Texts of other packages and programs, by key. By default none.</summary>
    /// <exception cref="ArgumentNullException">Null, or one is null.</exception>
    public IReadOnlyDictionary<string, string> Attachments { get; init => field = NoneNull(value, nameof(Attachments)); } = new Dictionary<string, string>();

    private static IReadOnlyList<string> Distinct(IReadOnlyList<string> classNames)
    {
        if (classNames.Count == 0) throw new ArgumentException("ClassNames is empty: name each class, or leave it null.", nameof(classNames));
        var seen = new HashSet<string>();
        foreach (string name in classNames)
            if (!seen.Add(name))
                throw new ArgumentException($"ClassNames has '{name}' twice: a name stands for one class. Give each class a name of its own.",
                    nameof(classNames));
        return classNames;
    }

    private static Dictionary<string, string> NoneNull(IReadOnlyDictionary<string, string> attachments, string name)
    {
        ArgumentNullException.ThrowIfNull(attachments, name);
        foreach (var (key, text) in attachments)
            if (text == null) throw new ArgumentNullException(name, $"Attachment '{key}' is null: put a text there, or leave it out.");
        return new Dictionary<string, string>(attachments); // nobody changes it from now on
    }

    /// <summary>Throws if both have class names, and not the same: then a label means two classes.</summary>
    internal static void RequireSameClasses(DataInfo? info, DataInfo? known, string whose)
    {
        if (info?.ClassNames is { } names && known?.ClassNames is { } others && !names.SequenceEqual(others))
            throw new ArgumentException(
                $"The classes of the data are {List(names)}, those of {whose} are {List(others)}: a label would mean two classes. "
                    + $"Create the dataset with the class names of {whose} (info).");

        static string List(IReadOnlyList<string> names) => string.Join(", ", names.Take(10)) + (names.Count > 10 ? $", … ({names.Count})" : "");
    }
}
