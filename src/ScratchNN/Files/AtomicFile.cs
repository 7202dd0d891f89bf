using System.Security.Cryptography;
using System.Text;

namespace ScratchNN;

/// <summary>Files that are read and written as a whole.</summary>
internal static class AtomicFile
{
    private const int SharingViolation = unchecked((int)0x80070020), WouldBlockOnLinux = 11, WouldBlockOnMac = 35; // of a file that another has locked
    private const int Pause = 10; // milliseconds

    /// <summary>Reads a file; what is wrong with it is said with its path.</summary>
    /// <exception cref="InvalidDataException">As <paramref name="read"/> throws it.</exception>
    /// <exception cref="IOException">It is not there, or a folder.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        if (Directory.Exists(path)) throw new IOException($"{path} is a folder: name a file in it to read.");
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
    /// The new one has permissions and, as far as the process may give it away, owner of the old. What is not a regular file, such as a pipe or a device, is
    /// written to as it is. A process that dies leaves a <c>.tmp</c> and a <c>.lock</c>, which the next one takes over.
    /// </summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new IOException($"{path} is a folder: name a file in it to write.");
        using (var output = OpenStandardOutput(path))
            if (output != null)
            {
                write(output);
                return;
            }
        using (var old = OpenOld(path))
            if (old != null && !IsRegular(old))
            {
                write(old);
                return;
            }
        // a link stays one
        string target = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;
        Replace(Path.GetFullPath(target), write);
    }

    /// <summary>
    /// The output of the process, where the path is another name of it, such as /dev/stdout: of a file behind it only the end is ours. Else null.
    /// </summary>
    private static Stream? OpenStandardOutput(string path)
    {
        const int MostLinks = 40;
        string? name = Path.GetFullPath(path);
        for (int links = 0; name != null && links < MostLinks; links++)
        {
            if (name is "/proc/self/fd/1" or "/dev/fd/1") return Console.OpenStandardOutput();
            if (name is "/proc/self/fd/2" or "/dev/fd/2") return Console.OpenStandardError();
            name = new FileInfo(name).LinkTarget is { } target ? Path.GetFullPath(target, Path.GetDirectoryName(name)!) : null;
        }
        return null;
    }

    /// <summary>Opens what is there to be written to; null if nothing is, or a link that leads nowhere.</summary>
    private static FileStream? OpenOld(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            if (IsReadOnly(path))
                throw new UnauthorizedAccessException($"{path} is read-only: allow writing to it, or save to another file. Nothing was written.");
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException) // File.Exists counts the link itself
        {
            return null;
        }
    }

    private static void Replace(string target, Action<Stream> write)
    {
        string folder = Path.GetDirectoryName(target)!, name = Path.GetFileName(target);
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder {folder} to save {name} in: create it first.");
        string beside = Path.Combine(folder, $".{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)), 0, 8)}"), temporary = $"{beside}.tmp";
        using var turn = TakeTurn($"{beside}.lock", name);
        try
        {
            File.Delete(temporary); // that of a process that died
            using (var file = Create(temporary, like: target))
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

    /// <summary>Waits until nobody else writes the same file. A lock of a process that died is free, and each is gone when it is disposed.</summary>
    private static FileStream TakeTurn(string path, string name)
    {
        while (true)
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new UnauthorizedAccessException(
                    $"{Path.GetDirectoryName(path)} is read-only: allow writing to the folder, or save {name} elsewhere. Nothing was written.", exception);
            }
            catch (IOException exception) when (exception.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMac)
            {
                Thread.Sleep(Pause);
            }
    }

    /// <summary>A new file, with owner and permissions of the one that it will replace.</summary>
    private static FileStream Create(string path, string like)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (OperatingSystem.IsWindows() || !File.Exists(like)) return new FileStream(path, options);
        options.UnixCreateMode = File.GetUnixFileMode(like);
        var file = new FileStream(path, options);
        FileOwner.Copy(like, file.SafeFileHandle);
        File.SetUnixFileMode(file.SafeFileHandle, options.UnixCreateMode.Value); // the umask was taken away from it
        return file;
    }

    /// <summary>Whether its owner may not write it, whatever root may.</summary>
    private static bool IsReadOnly(string path) =>
        OperatingSystem.IsWindows() ? new FileInfo(path).IsReadOnly : (File.GetUnixFileMode(path) & UnixFileMode.UserWrite) == 0;

    /// <summary>Whether a file has a length that can be set: pipes, terminals and devices have none.</summary>
    private static bool IsRegular(FileStream file)
    {
        try
        {
            if (file.CanSeek) file.SetLength(file.Length);
            return file.CanSeek;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
