using System.Text.Json;

namespace ScratchNN;

/// <summary>What a model knows beside its layers and weights, as JSON in its file: what outputs mean, names, profile and attachments.</summary>
internal static class DataInfoJson
{
    private const string Meaning = "meaning", Info = "info";

    /// <summary>Writes what is known; nothing for what is not.</summary>
    public static void Write(Utf8JsonWriter json, (OutputKind? Meaning, DataInfo? Info) described)
    {
        if (described.Meaning is { } meaning) json.WriteString(Meaning, meaning.ToString());
        if (described.Info is not { } info) return;
        json.WriteStartObject(Info);
        Write(json, "classes", info.ClassNames);
        Write(json, "features", info.FeatureNames);
        Write(json, "outputs", info.OutputNames);
        if (info.Profile is { } profile) Write(json, profile);
        if (info.Attachments.Count > 0)
        {
            json.WriteStartObject("attachments");
            foreach (var (key, text) in info.Attachments.OrderBy(attachment => attachment.Key, StringComparer.Ordinal)) json.WriteString(key, text);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write(Utf8JsonWriter, ValueTuple{OutputKind?, DataInfo?})"/> wrote.</summary>
    public static (OutputKind? Meaning, DataInfo? Info) Read(JsonElement json)
    {
        OutputKind? meaning = json.TryGetProperty(Meaning, out var kind) ? Guard.Defined(Enum.Parse<OutputKind>(kind.GetText()), Meaning) : null;
        if (!json.TryGetProperty(Info, out var info)) return (meaning, null);
        if (info.GetPropertyCount() == 0) return (meaning, DataInfo.None); // to be kept out of it
        return (meaning, new DataInfo
        {
            ClassNames = ReadNames(info, "classes"),
            FeatureNames = ReadNames(info, "features"),
            OutputNames = ReadNames(info, "outputs"),
            Profile = info.TryGetProperty("profile", out var profile) ? ReadProfile(profile) : null,
            Attachments = info.TryGetProperty("attachments", out var texts)
                ? texts.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetText()) : DataInfo.None.Attachments,
        });
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string>? names)
    {
        if (names == null) return;
        json.WriteStartArray(name);
        foreach (string text in names) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string[]? ReadNames(JsonElement json, string name) => json.TryGetProperty(name, out var names)
        ? [.. names.EnumerateArray().Select(text => text.GetText())] : null;

    private static void Write(Utf8JsonWriter json, DataProfile profile)
    {
        json.WriteStartObject("profile");
        json.WriteNumber("count", profile.Count);
        Write(json, "minimum", profile.Minimum);
        Write(json, "maximum", profile.Maximum);
        Write(json, "mean", profile.Mean);
        Write(json, "deviation", profile.Deviation);
        Write(json, "zeros", profile.ShareOfZeros);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<float> values)
    {
        json.WriteStartArray(name);
        foreach (float value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static DataProfile ReadProfile(JsonElement json) => new()
    {
        Count = json.Get("count").GetInt32(),
        Minimum = ReadNumbers(json, "minimum"),
        Maximum = ReadNumbers(json, "maximum"),
        Mean = ReadNumbers(json, "mean"),
        Deviation = ReadNumbers(json, "deviation"),
        ShareOfZeros = ReadNumbers(json, "zeros"),
    };

    private static float[] ReadNumbers(JsonElement json, string name)
    {
        float[] values = [.. json.Get(name).EnumerateArray().Select(value => value.GetSingle())];
        return Array.TrueForAll(values, float.IsFinite) ? values
            : throw new InvalidDataException($"The profile of the inputs has a {name} that is not a finite number.");
    }
}
