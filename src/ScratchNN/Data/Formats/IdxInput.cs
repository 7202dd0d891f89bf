using System.IO.Compression;

namespace ScratchNN;

/// <summary>The bytes of a file that may be gzip-compressed, which its first two bytes tell.</summary>
internal sealed class IdxInput : IDisposable
{
    private const byte SealByte = 0x5E;
    private const int OrdinaryGzipRatio = 6; // MNIST's images are at 4.8; deflate can reach 1032, which only a bomb does

    /// <summary>
    /// A gzip member of one byte, put behind the file: it comes out only if the file is whole, checksum included, and nothing else
    /// follows. <see cref="GZipStream"/> alone is silent about both.
    /// </summary>
    private static readonly byte[] _seal = Compress(SealByte);

    private readonly Stream _stream;
    private readonly bool _isSealed;

    public IdxInput(Stream stream)
    {
        long length = stream.CanSeek ? stream.Length - stream.Position : 0;
        byte[] magic = new byte[2];
        int peeked = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        var start = new MemoryStream(magic, 0, peeked);
        _isSealed = magic is [0x1F, 0x8B];
        _stream = _isSealed
            ? new GZipStream(new ConcatenatedStream(start, stream, new MemoryStream(_seal)), CompressionMode.Decompress)
            : new ConcatenatedStream(start, stream);
        ExpectedLength = _isSealed ? length * OrdinaryGzipRatio : length;
    }

    /// <summary>How many bytes the length of the file makes likely; 0 if the stream does not tell.</summary>
    public long ExpectedLength { get; }

    /// <summary>Whether the file is compressed.</summary>
    public bool IsCompressed => _isSealed;

    /// <summary>Fills <paramref name="bytes"/> as far as there are any; returns how many.</summary>
    public int Read(Span<byte> bytes)
    {
        try
        {
            return _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException("The gzip data is damaged or cut off.", exception);
        }
    }

    /// <summary>Whether nothing follows but the seal.</summary>
    public bool IsAtEnd()
    {
        Span<byte> rest = stackalloc byte[2];
        return rest[..Read(rest)].SequenceEqual(_isSealed ? [SealByte] : []);
    }

    /// <summary>Closes the decompression; the stream underneath stays open.</summary>
    public void Dispose() => _stream.Dispose();

    private static byte[] Compress(byte value)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.WriteByte(value);
        return compressed.ToArray();
    }
}
