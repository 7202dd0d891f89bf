using System.Buffers.Binary;
using System.Text;

namespace ScratchNN.Tests.Reporting;

/// <summary>A record of an event file, read field by field as the formats' documents say, without the code that writes them.</summary>
internal sealed record EventRecord
{
    public double WallTime { get; private set; }
    public long Step { get; private set; }
    public string? FileVersion { get; private set; }
    public bool IsStart { get; private set; }
    public string? Tag { get; private set; }
    public float Value { get; private set; }

    /// <summary>All records of a file; their checksums are right.</summary>
    public static EventRecord[] Read(byte[] file)
    {
        var records = new List<EventRecord>();
        for (int at = 0; at < file.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at)));
            Assert.Equal(Masked(Crc(file.AsSpan(at, 8))), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            var bytes = file.AsSpan(at + 12, length);
            Assert.Equal(Masked(Crc(bytes)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            var record = new EventRecord();
            record.Parse(bytes, "");
            records.Add(record);
            at += 16 + length;
        }
        return [.. records];
    }

    /// <summary>CRC-32C, bit by bit.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
        }
        return ~crc;
    }

    private static uint Masked(uint crc) => unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);

    private void Parse(ReadOnlySpan<byte> bytes, string path)
    {
        while (bytes.Length > 0)
        {
            ulong key = Varint(ref bytes);
            string field = $"{path}/{key >> 3}";
            switch (key & 7)
            {
                case 0:
                    long number = (long)Varint(ref bytes);
                    if (field == "/2") Step = number;
                    else if (field == "/7/1") IsStart = number == 1;
                    else Assert.Fail(field);
                    break;
                case 1:
                    Assert.Equal("/1", field);
                    WallTime = BinaryPrimitives.ReadDoubleLittleEndian(bytes);
                    bytes = bytes[8..];
                    break;
                case 5:
                    Assert.Equal("/5/1/2", field);
                    Value = BinaryPrimitives.ReadSingleLittleEndian(bytes);
                    bytes = bytes[4..];
                    break;
                case 2:
                    int length = (int)Varint(ref bytes);
                    var inner = bytes[..length];
                    bytes = bytes[length..];
                    if (field == "/3") FileVersion = Encoding.UTF8.GetString(inner);
                    else if (field == "/5/1/1") Tag = Encoding.UTF8.GetString(inner);
                    else Parse(inner, field);
                    break;
            }
        }
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
