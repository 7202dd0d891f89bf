using System.Text.Json;

namespace ScratchNN;

public sealed partial class Residual
{
    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        LayerRegistry.WriteAll(json, Block.Layers);
        if (Shortcut == null) return;
        json.WritePropertyName("shortcut");
        LayerRegistry.Write(json, Shortcut);
    }

    internal static Residual Read(JsonElement json, LayerRegistry layers) =>
        new(layers.ReadAll(json)) { Shortcut = json.TryGetProperty("shortcut", out var shortcut) ? layers.Read(shortcut) : null };
}
