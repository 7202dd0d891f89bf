using System.Buffers;
using System.Globalization;
using System.Text;

namespace ScratchNN.Tables.Csv;

/// <summary>How the characters of a file are encoded.</summary>
internal static class TextEncoding
{
    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>By the byte order mark; else UTF-16 where every other byte is 0; else UTF-8.</summary>
    public static (Encoding Encoding, string Name) Guess(ReadOnlySpan<byte> head)
    {
        if (head is [0xEF, 0xBB, 0xBF, ..]) return (_strictUtf8, "UTF-8 with a byte order mark");
        if (head is [0xFF, 0xFE, 0, 0, ..]) return (new UTF32Encoding(false, true, true), "UTF-32");
        if (head is [0xFF, 0xFE, ..]) return (new UnicodeEncoding(false, true, true), "UTF-16");
        if (head is [0xFE, 0xFF, ..]) return (new UnicodeEncoding(true, true, true), "UTF-16, big-endian");
        int half = head.Length / 2;
        int evenZeros = 0, oddZeros = 0;
        for (int i = 0; i < 2 * half; i++)
            if (head[i] == 0) { if ((i & 1) == 0) evenZeros++; else oddZeros++; }
        if (half >= 4 && oddZeros > half * 3 / 4 && evenZeros == 0) return (new UnicodeEncoding(false, false, true), "UTF-16 without a byte order mark");
        if (half >= 4 && evenZeros > half * 3 / 4 && oddZeros == 0)
            return (new UnicodeEncoding(true, false, true), "UTF-16, big-endian, without a byte order mark");
        return (_strictUtf8, "UTF-8");
    }

    /// <summary>An encoding that throws where bytes make no characters, so that none is changed into another.</summary>
    public static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }

    /// <summary>What to say of a file whose bytes are not what its encoding makes.</summary>
    public static InvalidDataException Refusal(CsvSource source, Encoding encoding)
    {
        if (encoding is not UTF8Encoding)
            return new InvalidDataException($"the file is not {encoding.WebName}: some of its bytes are not valid characters. Set Encoding in CsvOptions.");
        var (line, value) = FirstInvalid(source);
        return new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
            $"the file is not UTF-8: byte 0x{value:X2} in line {line} starts no valid character. If an older program wrote it, "
                + $"set Encoding = Encoding.Latin1 in CsvOptions, or save it as UTF-8."));
    }

    private static (long Line, byte Value) FirstInvalid(CsvSource source)
    {
        using var bytes = source.OpenBytes();
        byte[] buffer = new byte[1 << 16];
        int kept = 0;
        long line = 1;
        while (true)
        {
            int read = bytes.Read(buffer, kept, buffer.Length - kept);
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, kept + read);
            while (!rest.IsEmpty)
            {
                var status = Rune.DecodeFromUtf8(rest, out var rune, out int length);
                if (status == OperationStatus.InvalidData || (status == OperationStatus.NeedMoreData && read == 0)) return (line, rest[0]);
                if (status == OperationStatus.NeedMoreData) break;
                if (rune.Value == '\n') line++;
                rest = rest[length..];
            }
            if (read == 0) return (line, 0);
            kept = rest.Length;
            rest.CopyTo(buffer);
        }
    }
}
