namespace ScratchNN;

/// <summary>A file that a Fit writes as it goes. Others may read it; no other Fit of this process may write it.</summary>
internal sealed class LogFile : IDisposable
{
    private static readonly HashSet<string> _written = [];

    private readonly string _path;
    private readonly FileStream _stream;

    /// <exception cref="IOException">It cannot be written, or another Fit writes it.</exception>
    public LogFile(string path, FileMode mode)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        lock (_written)
            if (!_written.Add(_path)) throw new IOException($"Another Fit is writing {path}: give each a file of its own.");
        try
        {
            _stream = new FileStream(_path, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Leaves nothing of what was written.</summary>
    public void Clear() => _stream.SetLength(0);

    /// <summary>Writes bytes, which others see from then on.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _stream.Flush();
    }

    public void Dispose()
    {
        Release();
        _stream.Dispose();
    }

    private void Release()
    {
        lock (_written) _written.Remove(_path);
    }
}
