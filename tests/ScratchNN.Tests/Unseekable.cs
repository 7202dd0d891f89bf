namespace ScratchNN.Tests;

/// <summary>Bytes that come a few at a time, as from a network: no length, no way back.</summary>
internal sealed class Unseekable(byte[] bytes, int most = 3) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(most, buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(most, count));
}
