using System.Buffers.Binary;
using System.IO.Compression;

namespace ScratchNN.Report.Tests;

public sealed class PngTests
{
    [Theory]
    [InlineData(0, 1), InlineData(2, 3), InlineData(3, 1)]
    public void Address_OfPixels_IsAPngWithTheseAndRightSums(byte kind, int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 3 * channels).Select(i => (byte)(10 * i))], colours = [.. Enumerable.Range(0, 3 * 61).Select(i => (byte)i)];
        string address = kind switch { 0 => Png.Grey(pixels, width: 3), 2 => Png.Rgb(pixels, width: 3), _ => Png.Indexed(pixels, width: 3, colours) };
        byte[] file = Convert.FromBase64String(address["data:image/png;base64,".Length..]);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], file[..8]);
        var chunks = new Dictionary<string, byte[]>();
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            byte[] data = file[(at + 8)..(at + 8 + length)];
            chunks[System.Text.Encoding.ASCII.GetString(file, at + 4, 4)] = data;
            Assert.Equal(Sum(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            at += length + 12;
        }
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 2, 8, kind, 0, 0, 0], chunks["IHDR"]);
        using var rows = new MemoryStream();
        new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress).CopyTo(rows);
        Assert.Equal([0, .. pixels[..(3 * channels)], 0, .. pixels[(3 * channels)..]], rows.ToArray());
        Assert.Equal(kind == 3 ? colours : null, chunks.GetValueOrDefault("PLTE"));
        Assert.Contains("IEND", chunks.Keys);
    }

    /// <summary>CRC-32 bit by bit, as the division of polynomials that it is.</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (int i = 0; i < 8 * bytes.Length; i++)
        {
            uint bit = (uint)(bytes[i / 8] >> (i % 8)) & 1;
            crc = ((crc ^ bit) & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
