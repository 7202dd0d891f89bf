namespace ScratchNN;

/// <summary>Files that are read and written as a whole.</summary>
internal static class AtomicFile
{
    /// <summary>Reads a file; what is wrong with it is said with its path.</summary>
    /// <exception cref="InvalidDataException">As <paramref name="read"/> throws it.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        using var file = File.OpenRead(path);
        try
        {
            return read(file);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Writes a file beside the old one, down to the disk, then puts it in its place: whatever happens, the old file is there or the new one.
    /// A process that dies in between leaves <c>path.….tmp</c> behind.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path; // a link stays one
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder {folder} to save {Path.GetFileName(target)} in: create it first.");
        string temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
