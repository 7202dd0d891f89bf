using System.Buffers.Binary;
using System.Text;

namespace ScratchNN.Tests.Files;

/// <summary>Makes safetensors files, whole ones and damaged ones.</summary>
internal static class SafeTensorsFile
{
    public static byte[] Make(string header, params ReadOnlySpan<byte> body) => Make(Encoding.UTF8.GetBytes(header), body);

    public static byte[] Make(byte[] header, ReadOnlySpan<byte> body)
    {
        byte[] file = new byte[8 + header.Length + body.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, 8);
        body.CopyTo(file.AsSpan(8 + header.Length));
        return file;
    }

    public static byte[] Save(Model model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    public static string Header(byte[] file) => Encoding.UTF8.GetString(file, 8, (int)BinaryPrimitives.ReadUInt64LittleEndian(file));

    public static byte[] Body(byte[] file) => file[(8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file))..];

    /// <summary>The file with another header before the same values.</summary>
    public static byte[] WithHeader(byte[] file, string header) => Make(header, Body(file));

    public static byte[] Floats(params ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        return bytes;
    }
}
