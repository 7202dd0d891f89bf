using System.Text.Json;

namespace ScratchNN;

public sealed partial class Block
{
    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => LayerRegistry.WriteAll(json, Layers);

    internal static Block Read(JsonElement json, LayerRegistry layers) => new(layers.ReadAll(json));
}
