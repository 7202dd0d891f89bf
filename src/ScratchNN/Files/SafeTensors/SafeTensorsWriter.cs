using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScratchNN;

/// <summary>Writes a safetensors file of float32.</summary>
internal static class SafeTensorsWriter
{
    private const int Alignment = 8;

    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // no HTML in sight

    /// <summary>Writes the tensors in their order. The stream stays open.</summary>
    /// <exception cref="InvalidOperationException">A value is not a finite number: such a file could not be read again. Nothing is written.</exception>
    public static void Write(Stream stream, IEnumerable<(string Key, string Value)> metadata, IReadOnlyList<NamedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(stream);
        NamedTensor.RequireSound(tensors);
        stream.Write(Header(metadata, tensors));
        foreach (var tensor in tensors) tensor.WriteValues(stream);
    }

    /// <summary>The length and the JSON, filled up with spaces so that the values are aligned.</summary>
    private static byte[] Header(IEnumerable<(string Key, string Value)> metadata, IReadOnlyList<NamedTensor> tensors)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, _plain))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long begin = 0;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int dimension in new AxisOrder(tensor.Info).Dimensions) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(begin += tensor.ByteCount);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        int length = (text.WrittenCount + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[sizeof(ulong) + length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        header.AsSpan(sizeof(ulong)).Fill((byte)' ');
        text.WrittenSpan.CopyTo(header.AsSpan(sizeof(ulong)));
        return header;
    }
}
