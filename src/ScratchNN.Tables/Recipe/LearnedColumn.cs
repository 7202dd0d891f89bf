using System.Text.Json;

namespace ScratchNN.Tables;

/// <summary>What was learned of a column: which numbers a value becomes, and where they go.</summary>
internal abstract class LearnedColumn(string name)
{
    private const int FewestGaps = 5; // as many as a word needs

    public string Name { get; } = name;

    /// <summary>The type of its values.</summary>
    public abstract ColumnType Type { get; }

    /// <summary>The columns that it becomes, in the order in which <see cref="Write"/> assigns them.</summary>
    public abstract IReadOnlyList<LearnedFeature> Features { get; }

    /// <summary>The words that it knows.</summary>
    public virtual IReadOnlyList<string> Categories => [];

    /// <summary>Assigns what a value becomes.</summary>
    /// <returns>False if the value is of another type than the column.</returns>
    public abstract bool Write(TableValue value, Span<float> features);

    /// <summary>What <see cref="Write"/> makes of its values, in words.</summary>
    public abstract string Codes { get; }

    /// <summary>The expected kind of value.</summary>
    public abstract string Expected { get; }

    /// <summary>Why a value that cannot be written is not one of those that the model takes.</summary>
    public virtual string WhyNot(TableValue value) => $"the model expects {Expected}";

    /// <summary>Why values of a column of a table are not those that were learned; null if they are.</summary>
    public abstract string? WhyNot(TableColumn column);

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("kind", GetType().Name["Learned".Length..]);
        WriteArguments(json);
        json.WriteEndObject();
    }

    public static LearnedColumn Read(JsonElement json)
    {
        string name = EncoderJson.Text(json.GetProperty("name"));
        return json.GetProperty("kind").GetString() switch
        {
            "Number" => LearnedNumber.Read(name, json),
            "Category" => LearnedCategory.Read(name, json),
            "YesNo" => LearnedYesNo.Read(name, json),
            "Date" => LearnedDate.Read(name, json),
            "Presence" => new LearnedPresence(name),
            var other => throw new InvalidDataException(
                $"The model's file has a column of kind {Words.Quoted(other)}, which this version of ScratchNN.Tables does not know: "
                    + "it was written by a later one."),
        };
    }

    protected abstract void WriteArguments(Utf8JsonWriter json);

    protected static bool IsEmpty(TableColumn column) => column.MissingCount == column.Count;

    /// <summary>
    /// Whether enough training rows have gaps to learn what a gap means. Beside the median of many rows a mark that one row has would be 16 deviations from its
    /// mean.
    /// </summary>
    protected static bool HasGaps(TableColumn column) => column.MissingCount >= FewestGaps;

    protected string GapName => $"{Name} is missing";
}
