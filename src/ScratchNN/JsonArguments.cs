using System.Text.Json;

namespace ScratchNN;

/// <summary>Reads what <see cref="Layer.WriteArguments"/> wrote.</summary>
internal static class JsonArguments
{
    /// <summary>A text; null is none.</summary>
    /// <exception cref="InvalidOperationException">It is another kind of value.</exception>
    public static string GetText(this JsonElement json) => json.GetString() ?? throw new InvalidOperationException("A text is expected, got null.");
}
