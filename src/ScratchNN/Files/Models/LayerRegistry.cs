using System.Collections.Concurrent;
using System.Text.Json;

namespace ScratchNN;

/// <summary>The layers that a file can bring back, by name. The library's own are there; register yours once, before the first file is read.</summary>
/// <remarks>
/// <code>
/// public sealed class Scale(float factor) : Layer
/// {
///     public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("factor", factor);
///     …
/// }
///
/// LayerRegistry.Register("Scale", json => new Scale(json.GetProperty("factor").GetSingle()));
/// </code>
/// Saving needs no registration, so no training is lost for want of one. No reflection is involved.
/// </remarks>
public static class LayerRegistry
{
    private static readonly ConcurrentDictionary<string, Entry> _entries = new()
    {
        [nameof(Block)] = new(typeof(Block), Block.Read),
        [nameof(Dense)] = new(typeof(Dense), Dense.Read),
        [nameof(ReLU)] = new(typeof(ReLU), _ => new ReLU()),
        [nameof(Sigmoid)] = new(typeof(Sigmoid), _ => new Sigmoid()),
        [nameof(Softmax)] = new(typeof(Softmax), _ => new Softmax()),
        [nameof(Tanh)] = new(typeof(Tanh), _ => new Tanh()),
    };

    private static readonly ConcurrentDictionary<Type, string> _names = []; // where it is not the type's

    /// <summary>Names a layer and says how it is made of its arguments.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="name">What it is called in files. A layer may have several names, so that old files can be read; the last is the one that is written.</param>
    /// <param name="create">Makes it of what its <see cref="Layer.WriteArguments"/> wrote. What it throws becomes an <see cref="InvalidDataException"/>.</param>
    /// <exception cref="ArgumentException">The name is empty, or another layer has it.</exception>
    public static void Register<TLayer>(string name, Func<JsonElement, TLayer> create) where TLayer : Layer
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        var entry = _entries.AddOrUpdate(name, new Entry(typeof(TLayer), create), (_, old) => old.Type == typeof(TLayer) ? new Entry(old.Type, create) : old);
        if (entry.Type != typeof(TLayer))
            throw new ArgumentException($"'{name}' is the name of {entry.Type} already: choose another for {typeof(TLayer)}.", nameof(name));
        _names[typeof(TLayer)] = name;
    }

    /// <summary>Writes a layer as <c>{"name": {arguments}}</c>: for layers that hold layers.</summary>
    /// <param name="json">Where a value is due.</param>
    /// <param name="layer">The layer.</param>
    public static void Write(Utf8JsonWriter json, Layer layer)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(layer);
        json.WriteStartObject();
        json.WriteStartObject(_names.TryGetValue(layer.GetType(), out string? name) ? name : layer.GetType().Name);
        layer.WriteArguments(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Makes a layer of what <see cref="Write"/> wrote.</summary>
    /// <param name="json">An object with one property.</param>
    /// <exception cref="InvalidDataException">The layer is not registered, or its arguments make none.</exception>
    public static Layer Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 1)
            throw new InvalidDataException($"A layer is written as {{\"name\": {{arguments}}}}, got {Short(json)}.");
        var property = json.EnumerateObject().Single();
        if (!_entries.TryGetValue(property.Name, out var entry))
            throw new InvalidDataException($"The file has a layer {Short(json)}, which is none of {string.Join(", ", _entries.Keys.Order())}: name it with LayerRegistry.Register before.");
        try
        {
            return entry.Create(property.Value) ?? throw new InvalidOperationException("it makes null.");
        }
        catch (Exception exception) when (exception is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"{Short(json)} makes no layer: {FileText.Short(exception)}", exception);
        }
    }

    /// <summary>Writes <c>"layers": […]</c>.</summary>
    internal static void WriteAll(Utf8JsonWriter json, IReadOnlyList<Layer> layers)
    {
        json.WriteStartArray("layers");
        foreach (var layer in layers) Write(json, layer);
        json.WriteEndArray();
    }

    internal static Layer[] ReadAll(JsonElement json) => [.. json.GetProperty("layers").EnumerateArray().Select(Read)];

    private static string Short(JsonElement json) => FileText.Short(json.GetRawText());

    private sealed record Entry(Type Type, Func<JsonElement, Layer> Create);
}
