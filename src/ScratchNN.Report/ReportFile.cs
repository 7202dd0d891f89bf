namespace ScratchNN.Reporting;

/// <summary>A file that is replaced as a whole: whoever reads it sees the old page or the new one. No other Fit of this process writes it meanwhile.</summary>
internal sealed class ReportFile : IDisposable
{
    private static readonly HashSet<string> _written = [];
    private readonly string _path, _beside;

    /// <exception cref="IOException">Nothing can be written there, or another Fit writes it.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written there.</exception>
    public ReportFile(string path)
    {
        _path = Path.GetFullPath(path);
        _beside = $"{_path}.{Environment.ProcessId}.new";
        if (Directory.Exists(_path)) throw new IOException($"{path} is a folder: name a file for the report, such as {Path.Combine(path, "report.html")}.");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        lock (_written)
            if (!_written.Add(_path)) throw new IOException($"Another Fit is writing {path}: give each a report of its own.");
        try
        {
            File.WriteAllText(_beside, ""); // before hours of training, not after
            File.Delete(_beside);
        }
        catch
        {
            Release();
            throw;
        }
    }

    public void Write(string page)
    {
        try
        {
            File.WriteAllText(_beside, page);
            File.Move(_beside, _path, overwrite: true);
        }
        catch
        {
            File.Delete(_beside);
            throw;
        }
    }

    public void Dispose() => Release();

    private void Release()
    {
        lock (_written) _written.Remove(_path);
    }
}
