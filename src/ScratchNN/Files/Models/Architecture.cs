using System.Text.Json;

namespace ScratchNN;

/// <summary>The layers of a model and its input shape, as JSON in the metadata of a file.</summary>
/// <remarks><c>{"version":1,"input":[784],"layers":[{"Dense":{"inputs":784,"units":128}},{"ReLU":{}}]}</c></remarks>
internal static class Architecture
{
    public const string Key = "scratchnn.model";

    public static string Write(Sequential model) => VersionedJson.Write(json =>
    {
        json.WriteStartArray("input");
        for (int i = 0; i < model.InputShape.Rank; i++) json.WriteNumberValue(model.InputShape[i]);
        json.WriteEndArray();
        json.WriteLayers(model.Layers);
    });

    /// <summary>The layers, and the input shape, which they take.</summary>
    /// <exception cref="InvalidDataException">There is no architecture, or it is damaged or newer than this library.</exception>
    public static (Sequential Model, Block.Plan Plan) Read(SafeTensorsHeader header)
    {
        if (!header.Metadata.TryGetValue(Key, out string? text))
            throw new InvalidDataException("The file holds weights but no architecture: make the model in code, then Load the file.");
        return VersionedJson.Read(Key, text, json =>
        {
            var model = new Sequential(json.ReadLayers());
            return (model, model.Root.PlanFor(new Shape([.. json.GetProperty("input").EnumerateArray().Select(length => length.GetInt32())])));
        });
    }

    public static void WriteLayers(this Utf8JsonWriter json, IReadOnlyList<Layer> layers)
    {
        json.WriteStartArray("layers");
        foreach (var layer in layers) LayerRegistry.Write(json, layer);
        json.WriteEndArray();
    }

    public static Layer[] ReadLayers(this JsonElement json) => [.. json.GetProperty("layers").EnumerateArray().Select(LayerRegistry.Read)];
}
