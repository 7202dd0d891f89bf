using System.Text.Json;

namespace ScratchNN.Files;

/// <summary>Layers of your own that a file can bring back, by name. The library's own are known to every registry.</summary>
/// <remarks>
/// <code>
/// public sealed class Scale(float factor) : Layer
/// {
///     public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("factor", factor);
///     …
/// }
///
/// var layers = new LayerRegistry().Add("Scale", json => new Scale(json.GetProperty("factor").GetSingle()));
/// var model = Model.Load("model.safetensors", layers);
/// </code>
/// A file calls a layer by the name of its type, or by its full name (<c>MyCompany.Dense</c>) where a layer of the library has that name. Saving needs no
/// registry, so no training is lost for want of one. No reflection is involved. Any number of threads may read with one registry, as long as none adds to it.
/// </remarks>
public sealed class LayerRegistry
{
    private static readonly Dictionary<string, Entry> _shipped = new()
    {
        [nameof(AveragePool2D)] = new(typeof(AveragePool2D), (json, _) => AveragePool2D.Read(json)),
        [nameof(BatchNorm)] = new(typeof(BatchNorm), (json, _) => BatchNorm.Read(json)),
        [nameof(Block)] = new(typeof(Block), Block.Read),
        [nameof(Branches)] = new(typeof(Branches), Branches.Read),
        [nameof(Columns)] = new(typeof(Columns), (json, _) => Columns.Read(json)),
        [nameof(Conv1D)] = new(typeof(Conv1D), (json, _) => Conv1D.Read(json)),
        [nameof(Conv2D)] = new(typeof(Conv2D), (json, _) => Conv2D.Read(json)),
        [nameof(Dense)] = new(typeof(Dense), (json, _) => Dense.Read(json)),
        [nameof(Dropout)] = new(typeof(Dropout), (json, _) => Dropout.Read(json)),
        [nameof(ElasticDistortion)] = new(typeof(ElasticDistortion), (json, _) => ElasticDistortion.Read(json)),
        [nameof(ELU)] = new(typeof(ELU), (json, _) => ELU.Read(json)),
        [nameof(Embedding)] = new(typeof(Embedding), (json, _) => Embedding.Read(json)),
        [nameof(Flatten)] = new(typeof(Flatten), (_, _) => new Flatten()),
        [nameof(GaussianNoise)] = new(typeof(GaussianNoise), (json, _) => GaussianNoise.Read(json)),
        [nameof(GELU)] = new(typeof(GELU), (json, _) => GELU.Read(json)),
        [nameof(GlobalAveragePool2D)] = new(typeof(GlobalAveragePool2D), (_, _) => new GlobalAveragePool2D()),
        [nameof(LayerNorm)] = new(typeof(LayerNorm), (json, _) => LayerNorm.Read(json)),
        [nameof(LeakyReLU)] = new(typeof(LeakyReLU), (json, _) => LeakyReLU.Read(json)),
        [nameof(Logarithm)] = new(typeof(Logarithm), (json, _) => Logarithm.Read(json)),
        [nameof(MaxPool2D)] = new(typeof(MaxPool2D), (json, _) => MaxPool2D.Read(json)),
        [nameof(OneHot)] = new(typeof(OneHot), (json, _) => OneHot.Read(json)),
        [nameof(RandomFlip)] = new(typeof(RandomFlip), (json, _) => RandomFlip.Read(json)),
        [nameof(RandomRotation)] = new(typeof(RandomRotation), (json, _) => RandomRotation.Read(json)),
        [nameof(RandomShift)] = new(typeof(RandomShift), (json, _) => RandomShift.Read(json)),
        [nameof(RandomZoom)] = new(typeof(RandomZoom), (json, _) => RandomZoom.Read(json)),
        [nameof(ReLU)] = new(typeof(ReLU), (_, _) => new ReLU()),
        [nameof(Reshape)] = new(typeof(Reshape), (json, _) => Reshape.Read(json)),
        [nameof(Residual)] = new(typeof(Residual), Residual.Read),
        [nameof(Sigmoid)] = new(typeof(Sigmoid), (_, _) => new Sigmoid()),
        [nameof(SiLU)] = new(typeof(SiLU), (_, _) => new SiLU()),
        [nameof(Softmax)] = new(typeof(Softmax), (_, _) => new Softmax()),
        [nameof(Softplus)] = new(typeof(Softplus), (_, _) => new Softplus()),
        [nameof(Standardize)] = new(typeof(Standardize), (_, _) => new Standardize()),
        [nameof(Tanh)] = new(typeof(Tanh), (_, _) => new Tanh()),
    };

    private readonly Dictionary<string, Entry> _added = [];

    /// <summary>Registers how to create a layer from its arguments.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="name">Its name in files: the name of its type. Add the layer once more for each name that it had when old files were written.</param>
    /// <param name="create">Makes it of what its <see cref="Layer.WriteArguments"/> wrote. Its exceptions become an <see cref="InvalidDataException"/>.</param>
    /// <returns>This registry, to add more.</returns>
    /// <exception cref="ArgumentException">The name is empty, or another layer has it.</exception>
    public LayerRegistry Add<TLayer>(string name, Func<JsonElement, TLayer> create) where TLayer : Layer
    {
        ArgumentNullException.ThrowIfNull(create);
        return Add(name, (json, _) => create(json));
    }

    /// <summary>Registers how to create a layer that holds layers from its arguments.</summary>
    /// <inheritdoc cref="Add{TLayer}(string, Func{JsonElement, TLayer})"/>
    /// <param name="name">Its name in files: the name of its type. Add the layer once more for each name that it had when old files were written.</param>
    /// <param name="create">Makes it of what its <see cref="Layer.WriteArguments"/> wrote, and <see cref="Read"/>s the layers in it with the registry that it
    /// is given. Its exceptions become an <see cref="InvalidDataException"/>.</param>
    public LayerRegistry Add<TLayer>(string name, Func<JsonElement, LayerRegistry, TLayer> create) where TLayer : Layer
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        if (_shipped.TryGetValue(name, out var shipped))
            throw new ArgumentException($"'{name}' is the name of {shipped.Type} already: files call {typeof(TLayer)} '{NameOf(typeof(TLayer))}'.",
                nameof(name));
        if (_added.TryGetValue(name, out var old) && old.Type != typeof(TLayer))
            throw new ArgumentException($"'{name}' is the name of {old.Type} already: give {typeof(TLayer)} a type name of its own.", nameof(name));
        _added[name] = new Entry(typeof(TLayer), create);
        return this;
    }

    /// <summary>Writes a layer as <c>{"name": {arguments}}</c>: for layers that hold layers.</summary>
    /// <param name="json">Where a value is due.</param>
    /// <param name="layer">The layer.</param>
    public static void Write(Utf8JsonWriter json, Layer layer)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(layer);
        json.WriteStartObject();
        json.WriteStartObject(NameOf(layer.GetType()));
        layer.WriteArguments(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Makes a layer of what <see cref="Write"/> wrote.</summary>
    /// <param name="json">An object with one property.</param>
    /// <exception cref="InvalidDataException">The registry does not have the layer, or its arguments make none.</exception>
    public Layer Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 1)
            throw new InvalidDataException($"A layer is written as {{\"name\": {{arguments}}}}, got {Short(json)}.");
        var property = json.EnumerateObject().Single();
        if (!_shipped.TryGetValue(property.Name, out var entry) && !_added.TryGetValue(property.Name, out entry))
            throw new InvalidDataException(
                $"The file has a layer {Short(json)}, which is not one of "
                + $"{string.Join(", ", _shipped.Keys.Concat(_added.Keys).Order(StringComparer.Ordinal))}: pass a LayerRegistry that has it, "
                + "created with new LayerRegistry().Add(name, json => …).");
        try
        {
            return entry.Create(property.Value, this) ?? throw new InvalidOperationException("it returned null.");
        }
        catch (KeyNotFoundException exception) // .NET does not say which
        {
            throw new InvalidDataException($"{Short(json)} is not a layer: it lacks a property that {property.Name} is created with.", exception);
        }
        catch (Exception exception) when (exception is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"{Short(json)} is not a layer: {FileText.Short(exception)}", exception);
        }
    }

    /// <summary>Writes <c>"layers": […]</c>.</summary>
    internal static void WriteAll(Utf8JsonWriter json, IEnumerable<Layer> layers, string name = "layers")
    {
        json.WriteStartArray(name);
        foreach (var layer in layers) Write(json, layer);
        json.WriteEndArray();
    }

    internal Layer[] ReadAll(JsonElement json, string name = "layers") => [.. json.Get(name).EnumerateArray().Select(Read)];

    private static string NameOf(Type type) => _shipped.TryGetValue(type.Name, out var shipped) && shipped.Type != type ? type.FullName! : type.Name;

    private static string Short(JsonElement json) => FileText.Short(json.GetRawText());

    private sealed record Entry(Type Type, Func<JsonElement, LayerRegistry, Layer> Create);
}
