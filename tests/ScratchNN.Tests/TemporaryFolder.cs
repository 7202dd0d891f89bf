namespace ScratchNN.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("scratchnn-tests-").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string[] Files => [.. Directory.GetFiles(Path).Select(file => System.IO.Path.GetFileName(file)).Order()];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
