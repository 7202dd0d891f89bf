using System.Buffers;
using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScratchNN;

/// <summary>Writes a safetensors file of float32.</summary>
internal static class SafeTensorsWriter
{
    private const int Alignment = 8, PieceSize = 1 << 16;

    private static readonly JsonWriterOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // no HTML in sight

    /// <summary>Writes the tensors in their order. The stream stays open.</summary>
    /// <exception cref="InvalidOperationException">A value is no finite number, or a name stands twice: such a file could not be read again. Nothing is written.</exception>
    public static void Write(Stream stream, IEnumerable<(string Key, string Value)> metadata, IReadOnlyList<NamedTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var names = new HashSet<string>();
        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new InvalidOperationException($"Two parameters are called {tensor.Name}; nothing was saved. A layer's parameters need names of their own.");
            if (!tensor.Values.IsEmpty && !TensorPrimitives.IsFiniteAll<float>(tensor.Values.Span))
                throw new InvalidOperationException($"{tensor.Name} holds numbers that are not finite; nothing was saved.");
        }

        stream.Write(Header(metadata, tensors));
        byte[] piece = new byte[PieceSize];
        foreach (var tensor in tensors)
        {
            float[] values = new float[tensor.Values.Length];
            new FileLayout(tensor.Info).ToFile(tensor.Values.Span, values);
            for (int first = 0; first < values.Length; first += PieceSize / sizeof(float))
            {
                int count = Math.Min(values.Length - first, PieceSize / sizeof(float));
                for (int i = 0; i < count; i++) BinaryPrimitives.WriteSingleLittleEndian(piece.AsSpan(sizeof(float) * i), values[first + i]);
                stream.Write(piece, 0, sizeof(float) * count);
            }
        }
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
                json.WriteString("dtype", nameof(TensorType.F32));
                json.WriteStartArray("shape");
                foreach (int dimension in new FileLayout(tensor.Info).Dimensions) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(begin += sizeof(float) * (long)tensor.Values.Length);
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
