using System.Text.Json;
using System.Text.Unicode;

namespace ScratchNN;

/// <summary>The header of a safetensors file: what is where in the buffer behind it. Checked as a whole before a value is read.</summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The types that weights may have.</summary>
    public const string Readable = "F32, F16, BF16 and F64 can be read.";

    private const string MetadataName = "__metadata__";
    private const int Depth = 4; // { "tensor": { "shape": [ needs 3

    private readonly HashSet<string> _names = [];
    private readonly List<long> _integers = []; // of the list being read

    private SafeTensorsHeader(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!_names.Add(name))
                throw new InvalidDataException($"{Describe(name)} is listed twice in the header.");
            reader.Read();
            if (name == MetadataName) ReadMetadata(ref reader);
            else Tensors.Add(ReadTensor(ref reader, name));
        }
        reader.Read(); // nothing may follow
        Tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        RequireNoGaps();
    }

    /// <summary>The words that stand beside the tensors.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>The tensors as they stand in the buffer, one after another.</summary>
    public List<TensorEntry> Tensors { get; } = [];

    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        if (json is not [(byte)'{', ..])
            throw new InvalidDataException(json.IsEmpty ? "The header is empty." : $"The header begins with 0x{json[0]:X2}, not with '{{'.");
        if (!Utf8.IsValid(json))
            throw new InvalidDataException("The header is not UTF-8.");
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        try
        {
            return new SafeTensorsHeader(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // InvalidOperationException: half a surrogate pair
        {
            throw new InvalidDataException($"The header is not JSON at byte {reader.BytesConsumed}: {FileText.Short(exception)}", exception);
        }
    }

    /// <summary>A tensor for messages, however long its name is.</summary>
    public static string Describe(string name) => $"Tensor '{FileText.Short(name)}'";

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException($"{MetadataName} is not an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new InvalidDataException($"{MetadataName} holds something other than a string at byte {reader.TokenStartIndex} of the header.");
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw new InvalidDataException($"{MetadataName} holds a key twice, the second time at byte {reader.TokenStartIndex} of the header.");
        }
    }

    private TensorEntry ReadTensor(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDataException($"{Describe(name)} is not an object.");
        (string Name, int Size)? type = null;
        long[]? shape = null;
        (long Begin, long End)? range = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? field = reader.ValueTextEquals("dtype"u8) ? "dtype" : reader.ValueTextEquals("shape"u8) ? "shape"
                : reader.ValueTextEquals("data_offsets"u8) ? "data_offsets" : null; // no string for each
            reader.Read();
            if (field == "dtype" && type == null && reader.TokenType == JsonTokenType.String) type = ParseType(reader.GetString()!, name);
            else if (field == "shape" && shape == null) shape = [.. ReadIntegers(ref reader, name, field)];
            else if (field == "data_offsets" && range == null)
                range = ReadIntegers(ref reader, name, field) is [var begin, var end] && begin <= end ? (begin, end)
                    : throw new InvalidDataException(
                        $"{Describe(name)} has the data_offsets [{string.Join(", ", _integers.Take(4))}]: a begin and an end are expected.");
            else throw new InvalidDataException(
                $"{Describe(name)} has a field that is unknown, of the wrong type or repeated, at byte {reader.TokenStartIndex} of the header.");
        }
        if (type is not { } known || shape == null || range is not { } bytes)
            throw new InvalidDataException($"{Describe(name)} lacks one of dtype, shape and data_offsets.");
        return new TensorEntry(name, known.Name, StoredType.OfSafeTensors(known.Name), shape, Count(shape, known.Size, bytes.End - bytes.Begin, name),
            bytes.Begin, bytes.End);
    }

    private static (string Name, int Size) ParseType(string name, string tensor) => (name, StoredType.OfSafeTensors(name)?.Size ?? name switch
    {
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
        "U16" or "I16" => 2,
        "U32" or "I32" => 4,
        "U64" or "I64" => 8,
        _ => throw new InvalidDataException($"{Describe(tensor)} has the type '{FileText.Short(name)}', which is unknown: {Readable}"),
    });

    private List<long> ReadIntegers(ref Utf8JsonReader reader, string name, string field)
    {
        _integers.Clear();
        if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong value) && value <= long.MaxValue)
                _integers.Add((long)value);
        return reader.TokenType == JsonTokenType.EndArray ? _integers
            : throw new InvalidDataException(
                $"{Describe(name)} has a {field} that is not a list of unsigned integers, at byte {reader.TokenStartIndex} of the header.");
    }

    /// <summary>The values of that shape: as many as there are bytes for, and no more than an array takes.</summary>
    private static int Count(long[] shape, int size, long bytes, string name)
    {
        UInt128 count = 1;
        foreach (long dimension in shape)
            if ((count *= (UInt128)dimension) > (UInt128)long.MaxValue)
                throw new InvalidDataException($"{Describe(name)} has a shape of more than 2⁶³ − 1 values.");
        if (count * (UInt128)size != (UInt128)bytes)
            throw new InvalidDataException(
                $"{Describe(name)} has the shape [{string.Join(", ", shape.Take(8))}], {count} values of {size} bytes, but data_offsets of {bytes} bytes.");
        return count <= (UInt128)Array.MaxLength ? (int)count
            : throw new InvalidDataException($"{Describe(name)} has {count} values: at most {Array.MaxLength} can be read.");
    }

    private void RequireNoGaps()
    {
        long end = 0;
        foreach (var tensor in Tensors)
        {
            if (tensor.Begin != end)
                throw new InvalidDataException(
                    $"{Describe(tensor.Name)} begins at byte {tensor.Begin} of the buffer, the one before it ends at {end}: "
                        + $"there must be no {(tensor.Begin > end ? "hole" : "overlap")}.");
            end = tensor.End;
        }
    }
}
