using System.Buffers.Binary;
using System.IO.Compression;

namespace ScratchNN.Tests.Data;

/// <summary>Makes IDX files, whole ones and damaged ones.</summary>
internal static class IdxFile
{
    public static byte[] Make(byte type, uint[] lengths, params ReadOnlySpan<byte> body)
    {
        byte[] file = new byte[4 + (4 * lengths.Length) + body.Length];
        (file[2], file[3]) = (type, (byte)lengths.Length);
        for (int i = 0; i < lengths.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + (4 * i)), lengths[i]);
        body.CopyTo(file.AsSpan(4 + (4 * lengths.Length)));
        return file;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return compressed.ToArray();
    }
}
