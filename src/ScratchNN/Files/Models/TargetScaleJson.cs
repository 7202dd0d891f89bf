using System.Text.Json;

namespace ScratchNN;

/// <summary>The scale of a model's predictions, as JSON in its file: <c>"scale":{"after":"2.bias","mean":[5.6],"deviation":[0.8]}</c>.</summary>
internal static class TargetScaleJson
{
    private const string Key = "scale";

    /// <summary>Writes the scale, and which parameter is the last before it; nothing if there is none.</summary>
    public static void Write(Utf8JsonWriter json, Weights weights)
    {
        if (weights.Scale is not { } scale) return;
        json.WriteStartObject(Key);
        if (weights.Plan.Layout.Infos is { Count: > 0 } infos) json.WriteString("after", infos[^1].Name);
        Write(json, "mean", scale.Mean);
        Write(json, "deviation", scale.Deviation);
        json.WriteEndObject();
    }

    /// <summary>The scale in the metadata of a file; null if it has none, or was not written by this library.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or newer than this library.</exception>
    public static (TargetScale Scale, string? After)? Read(SafeTensorsHeader header) =>
        header.Metadata.TryGetValue(Architecture.Key, out string? text) ? VersionedJson.Read(Architecture.Key, text, json => Read(json, null)) : null;

    /// <summary>The scale of that many outputs.</summary>
    public static (TargetScale Scale, string? After)? Read(JsonElement json, int? outputs)
    {
        if (!json.TryGetProperty(Key, out var scale)) return null;
        float[] mean = Numbers(scale, "mean"), deviation = Numbers(scale, "deviation");
        if (mean.Length != (outputs ?? mean.Length))
            throw new InvalidDataException($"The file has a scale of {mean.Length} outputs, and the model has {outputs}.");
        return (new TargetScale(mean, deviation), scale.TryGetProperty("after", out var after) ? after.GetText() : null);
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<float> numbers)
    {
        json.WriteStartArray(name);
        foreach (float number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static float[] Numbers(JsonElement json, string name) => [.. json.Get(name).EnumerateArray().Select(number => number.GetSingle())];
}
