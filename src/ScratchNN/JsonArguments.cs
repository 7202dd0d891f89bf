using System.Text.Json;

namespace ScratchNN;

/// <summary>Reads what <see cref="Layer.WriteArguments"/> wrote.</summary>
internal static class JsonArguments
{
    /// <summary>The value under a key.</summary>
    /// <exception cref="InvalidOperationException">There is none, or this is not an object.</exception>
    public static JsonElement Get(this JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value
        : throw new InvalidOperationException($"'{key}' is missing.");

    /// <summary>A text; null is none.</summary>
    /// <exception cref="InvalidOperationException">It is another kind of value.</exception>
    public static string GetText(this JsonElement json) => json.GetString() ?? throw new InvalidOperationException("A text is expected, got null.");
}
