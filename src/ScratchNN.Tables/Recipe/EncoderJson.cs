using System.Text;
using System.Text.Json;

namespace ScratchNN.Tables;

/// <summary>An encoder as text, in the attachments of a model.</summary>
internal static class EncoderJson
{
    public const string Key = "ScratchNN.Tables";
    private const int Version = 1; // goes up when an older library could misread what is written

    public static string Write(LearnedColumn[] columns, string target, IReadOnlyList<string>? classNames, string? weight, IReadOnlyList<LeftOutColumn> leftOut)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("target", target);
            if (classNames != null)
            {
                json.WriteStartArray("classes");
                foreach (string name in classNames) json.WriteStringValue(name);
                json.WriteEndArray();
            }
            if (weight != null) json.WriteString("weight", weight);
            json.WriteStartArray("columns");
            foreach (var column in columns) column.WriteTo(json);
            json.WriteEndArray();
            json.WriteStartObject("leftOut");
            foreach (var (column, reason) in leftOut) json.WriteString(column, reason);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <exception cref="InvalidDataException">The text is not an encoder, or one of a later version.</exception>
    public static TableEncoder Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            int version = json.GetProperty("version").GetInt32();
            if (version > Version)
                throw new InvalidDataException(
                    $"The encoder in the model has version {version}, but this ScratchNN.Tables reads versions up to {Version}: update it.");
            string[]? classes = json.TryGetProperty("classes", out var names) ? [.. names.EnumerateArray().Select(Text)] : null;
            LearnedColumn[] columns = [.. json.GetProperty("columns").EnumerateArray().Select(LearnedColumn.Read)];
            if (columns.DistinctBy(column => column.Name).Count() < columns.Length) throw new FormatException("two columns have the same name");
            return new TableEncoder(
                columns, Text(json.GetProperty("target")), classes,
                json.TryGetProperty("weight", out var weight) ? weight.GetString() : null,
                [.. json.GetProperty("leftOut").EnumerateObject().Select(column => new LeftOutColumn(column.Name, Text(column.Value)))]);
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The encoder in the model is damaged: {exception.Message}", exception);
        }
    }

    /// <exception cref="FormatException">It is null.</exception>
    public static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("a text is null");

    /// <exception cref="FormatException">It is beyond a double, or below <paramref name="least"/>.</exception>
    public static double Number(JsonElement json, double least = double.MinValue) =>
        json.GetDouble() is var number && double.IsFinite(number) && number >= least ? number
            : throw new FormatException($"{json.GetRawText()} is out of range");
}
