using System.Text;

namespace ScratchNN.Tables.Csv;

/// <summary>
/// Where a table comes from. It can be opened several times: to look at its beginning, to read it, and to read columns again whose type was guessed wrongly.
/// </summary>
internal sealed class CsvSource
{
    private const int HeadLength = 1 << 16, BufferLength = 1 << 16;

    private readonly string? _path, _text;
    private readonly Stream? _stream;
    private readonly long _start;

    public CsvSource(string path)
    {
        using var file = File.OpenRead(path);
        if (file.CanSeek) (_path, Length) = (path, file.Length);
        else (_stream, Length) = Copy(file);
    }

    public CsvSource(TextReader reader)
    {
        _text = reader.ReadToEnd();
        Length = _text.Length;
    }

    public CsvSource(Stream stream)
    {
        if (stream.CanSeek) (_stream, _start, Length) = (stream, stream.Position, stream.Length - stream.Position);
        else (_stream, Length) = Copy(stream);
    }

    /// <summary>Bytes, or characters of what is text already: there are no more characters than that.</summary>
    public long Length { get; }

    /// <summary>Whether it is characters already, so that nothing is known of their encoding.</summary>
    public bool IsText => _text != null;

    /// <summary>The first bytes.</summary>
    public byte[] Head()
    {
        if (_text != null) return Encoding.UTF8.GetBytes(_text[..Math.Min(_text.Length, HeadLength)]);
        using var bytes = OpenBytes();
        byte[] head = new byte[Math.Min(HeadLength, Length)];
        return head[..bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    /// <summary>The bytes from the beginning.</summary>
    public Stream OpenBytes()
    {
        if (_path != null) return new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        _stream!.Position = _start;
        return new KeptOpen(_stream);
    }

    /// <summary>The text from the beginning, without a byte order mark.</summary>
    public TextReader OpenText(Encoding encoding)
    {
        if (_text != null) return new StringReader(_text.StartsWith('\uFEFF') ? _text[1..] : _text);
        return new StreamReader(OpenBytes(), encoding, detectEncodingFromByteOrderMarks: true, bufferSize: (int)Math.Clamp(Length, 256, BufferLength));
    }

    private static (MemoryStream Copy, long Length) Copy(Stream stream)
    {
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        return (copy, copy.Length);
    }

    /// <summary>A stream that its owner continues to use.</summary>
    private sealed class KeptOpen(Stream stream) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);
        public override int Read(Span<byte> buffer) => stream.Read(buffer);
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
