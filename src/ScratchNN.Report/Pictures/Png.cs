using System.Buffers.Binary;
using System.IO.Compression;

namespace ScratchNN.Reporting;

/// <summary>A picture as a PNG in the address of an image: data:image/png;base64,…</summary>
/// <remarks>W3C: Portable Network Graphics (PNG) Specification, third edition.</remarks>
internal static class Png
{
    private static readonly byte[] _signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] _remainders = [.. Enumerable.Range(0, 256).Select(value => Remainder((uint)value))];

    /// <param name="pixels">[height × width × 3].</param><param name="width">In pixels.</param>
    public static string Rgb(ReadOnlySpan<byte> pixels, int width) => Address(pixels, width, kind: 2, channels: 3);

    /// <param name="pixels">[height × width], 0 is black.</param><param name="width">In pixels.</param>
    public static string Grey(ReadOnlySpan<byte> pixels, int width) => Address(pixels, width, kind: 0, channels: 1);

    /// <param name="pixels">[height × width], each the number of a colour.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="colours">[colours × 3], 256 at most.</param>
    public static string Indexed(ReadOnlySpan<byte> pixels, int width, ReadOnlySpan<byte> colours) => Address(pixels, width, kind: 3, channels: 1, colours);

    private static string Address(ReadOnlySpan<byte> pixels, int width, byte kind, int channels, ReadOnlySpan<byte> colours = default)
    {
        int row = channels * width, height = pixels.Length / row;
        using var file = new MemoryStream();
        file.Write(_signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, kind); // bits
        WriteChunk(file, "IHDR"u8, header);
        if (!colours.IsEmpty) WriteChunk(file, "PLTE"u8, colours);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(pixels.Slice(y * row, row));
            }
        WriteChunk(file, "IDAT"u8, data.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return $"data:image/png;base64,{Convert.ToBase64String(file.ToArray())}";
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) crc = (crc >> 8) ^ _remainders[(byte)crc ^ value];
        return crc;
    }

    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        return value;
    }
}
