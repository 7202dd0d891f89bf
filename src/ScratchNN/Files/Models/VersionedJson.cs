using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScratchNN;

/// <summary>What the library keeps in the metadata of a file: JSON objects that begin with a version.</summary>
internal static class VersionedJson
{
    /// <summary>The version that is written, and the newest that can be read. Every older one can.</summary>
    public const int Version = 3;

    /// <summary>The version of this library.</summary>
    public static string Library { get; } =
        typeof(VersionedJson).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "of unknown version";

    private const int Depth = 256; // 3 for each of Container.MaximumDepth, and 60 for what is in a layer's arguments

    private static readonly JsonWriterOptions _plain = new() { MaxDepth = Depth, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The object with what <paramref name="write"/> puts into it.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, _plain))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("library", Library);
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Reads the object under a key of a file's metadata.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or newer than <see cref="Version"/>.</exception>
    public static T Read<T>(string key, string text, Func<JsonElement, T> read)
    {
        try
        {
            var json = JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = Depth, AllowDuplicateProperties = false });
            int version = json.Get("version").GetInt32();
            if (version is < 1 or > Version)
                throw new InvalidDataException(
                    $"The file was written by {Writer(json)} (format {version}); this is ScratchNN {Library}, which reads formats 1 to {Version}: "
                    + (version > Version ? "update ScratchNN." : "it is damaged."));
            return read(json);
        }
        catch (Exception exception) when (exception is not (InvalidDataException or OutOfMemoryException)) // a layer of the user's may throw any
        {
            throw new InvalidDataException($"The file's metadata '{key}' is damaged: {FileText.Short(exception)}", exception);
        }
    }

    /// <summary>The version of an object; that which is written now, if it does not tell.</summary>
    public static int VersionOf(string text)
    {
        try
        {
            return JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = Depth }).Get("version").GetInt32();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Version;
        }
    }

    private static string Writer(JsonElement json) =>
        json.TryGetProperty("library", out var library) && library.ValueKind == JsonValueKind.String ? $"ScratchNN {FileText.Short(library.GetText())}"
            : "an unknown version of ScratchNN";
}
