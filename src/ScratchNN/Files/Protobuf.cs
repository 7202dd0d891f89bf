using System.Buffers.Binary;
using System.Text;

namespace ScratchNN;

/// <summary>A message of protocol buffers (https://protobuf.dev/programming-guides/encoding): fields, written in the order in which they were added.</summary>
internal sealed class Protobuf
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5; // wire types

    private readonly List<Action<Stream>> _pieces = [];

    /// <summary>Its bytes. They are known before any is written, since a message begins with the length of what it holds.</summary>
    public long Length { get; private set; }

    public Protobuf Add(int field, long value) => Tag(field, Varint).AddVarint((ulong)value);

    public Protobuf Add(int field, float value)
    {
        byte[] bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Tag(field, Fixed32).Add(bytes);
    }

    public Protobuf Add(int field, double value)
    {
        byte[] bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return Tag(field, Fixed64).Add(bytes);
    }

    public Protobuf Add(int field, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Tag(field, LengthDelimited).AddVarint((ulong)bytes.Length).Add(bytes);
    }

    public Protobuf Add(int field, Protobuf message) => Add(field, message.Length, message.WriteTo);

    /// <summary>Adds bytes that are made when they are written.</summary>
    public Protobuf Add(int field, long length, Action<Stream> write)
    {
        Tag(field, LengthDelimited).AddVarint((ulong)length);
        _pieces.Add(write);
        Length += length;
        return this;
    }

    public void WriteTo(Stream stream)
    {
        foreach (var write in _pieces) write(stream);
    }

    private Protobuf Tag(int field, int wireType) => AddVarint((ulong)((field << 3) | wireType));

    /// <summary>Seven bits a byte, the lowest first; the eighth says that more follow.</summary>
    private Protobuf AddVarint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return Add([.. bytes]);
    }

    private Protobuf Add(byte[] bytes)
    {
        _pieces.Add(stream => stream.Write(bytes));
        Length += bytes.Length;
        return this;
    }
}
