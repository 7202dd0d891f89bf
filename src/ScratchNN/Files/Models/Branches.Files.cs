using System.Text.Json;

namespace ScratchNN;

public sealed partial class Branches
{
    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        LayerRegistry.WriteAll(json, Inner.Select(branch => branch.Layer));
        json.WriteString("merge", Merge.ToString());
    }

    internal static Branches Read(JsonElement json, LayerRegistry layers) =>
        new(layers.ReadAll(json)) { Merge = Enum.Parse<Merge>(json.Get("merge").GetText()) };
}
