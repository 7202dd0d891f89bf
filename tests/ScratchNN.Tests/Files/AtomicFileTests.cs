using System.Diagnostics;
using System.Runtime.Versioning;

namespace ScratchNN.Tests.Files;

/// <summary>Whatever happens while a file is written, the old one or the new one is there.</summary>
public class AtomicFileTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void Save_FailingAtAnyByte_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        Model old = NewModel(1), next = NewModel(2);
        string path = folder["model.safetensors"];
        old.Save(path);
        byte[] before = File.ReadAllBytes(path);
        int length = SafeTensorsFile.Save(next).Length;

        for (int room = 0; room < length; room++)
        {
            Assert.Throws<IOException>(() => AtomicFile.Write(path, file => next.Save(new FullDisk(file, room))));
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal(["model.safetensors"], folder.Files);
        }
        AtomicFile.Write(path, file => next.Save(new FullDisk(file, length)));
        Assert.Equal(Bits.Of(next), Bits.Of(Model.Load(path)));
    }

    [Fact]
    public void Save_ProcessKilledAtAnyTime_LeavesAWholeFile()
    {
        const int Wanted = 4, MostKills = 100;
        using var folder = new TemporaryFolder();
        string path = folder["model.safetensors"];
        var random = new RandomStream(seed: 1, stream: 0);
        int interrupted = 0;
        for (int kill = 0; interrupted < Wanted; kill++)
        {
            Assert.True(kill < MostKills, "No kill comes while a file is written.");
            using var child = Child.Start("Saver", "save", path);
            Assert.Equal("saved", child.StandardOutput.ReadLine());
            Thread.Sleep(random.NextInt32(40));
            child.Kill(); // SIGKILL: nothing of it runs any more
            child.WaitForExit();

            Assert.Contains(Model.Load(path).Parameter("0.bias")[0], (float[])[1, 2]);
            Assert.InRange(folder.Files.Length, 1, 3); // what is left does not pile up
            interrupted += folder.Files.Count(name => name.EndsWith(".tmp", StringComparison.Ordinal));
        }
        NewModel(1).Save(path);
        Assert.Equal(["model.safetensors"], folder.Files);
    }

    [Fact]
    public void Save_SeveralProcessesAtOnce_EachWritesAWholeFile()
    {
        const int Saves = 40;
        using var folder = new TemporaryFolder();
        string path = folder["model.safetensors"];
        Process[] children = [.. Enumerable.Range(0, 3).Select(_ => Child.Start("Saver", "save", path, $"{Saves}"))];
        Assert.All(children, child => Assert.Equal("saved", child.StandardOutput.ReadLine()));

        while (children.Any(child => !child.HasExited))
            Assert.Contains(Model.Load(path).Parameter("0.bias")[0], (float[])[1, 2]);

        Assert.All(children, child => Assert.Equal(0, child.ExitCode));
        Assert.Equal(["model.safetensors"], folder.Files);
        foreach (var child in children) child.Dispose();
    }

    [Theory]
    [InlineData("folder/")]
    [InlineData("folder")]
    [InlineData("none/")]
    public void Save_Folder_SaysThatItIsOne(string name)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["folder"]);

        string message = Assert.Throws<IOException>(() => NewModel(1).Save(folder[name])).Message;

        Assert.Equal($"{folder[name]} is a folder: name a file in it to write.", message);
        Assert.Empty(folder.Files);
    }

    [UnixFact]
    public void Save_LongestName_IsPossible()
    {
        using var folder = new TemporaryFolder();
        string name = new('x', 255);

        NewModel(1).Save(folder[name]);
        NewModel(2).Save(folder[name]);

        Assert.Equal(Bits.Of(NewModel(2)), Bits.Of(Model.Load(folder[name])));
        Assert.Equal([name], folder.Files);
    }

    [UnixFact]
    public void Save_Pipe_WritesThroughIt()
    {
        using var folder = new TemporaryFolder();
        string pipe = folder["pipe"];
        Run("mkfifo", pipe);
        File.CreateSymbolicLink(folder["link"], "pipe");
        foreach (string path in (string[])[pipe, folder["link"]])
        {
            var read = Task.Run(() => File.ReadAllBytes(pipe));
            NewModel(1).Save(path);
            if (!read.Wait(TimeSpan.FromSeconds(30))) Assert.Fail("Nothing came through the pipe.");
            Assert.Equal(SafeTensorsFile.Save(NewModel(1)), read.Result);
        }
        Assert.Equal(["link", "pipe"], folder.Files);
    }

    [UnixFact]
    public void Save_StandardOutputThatIsAPipe_WritesThroughIt()
    {
        using var child = Child.Start("Saver", "save", "/dev/stdout", "1");
        var output = new MemoryStream();
        child.StandardOutput.BaseStream.CopyTo(output);
        child.WaitForExit();

        Assert.Equal(0, child.ExitCode);
        byte[] saved = [.. output.ToArray().SkipLast("saved\n".Length)];
        Assert.Equal(1, Model.Load(new MemoryStream(saved)).Parameter("0.bias")[0]);
    }

    [UnixFact]
    public void Save_StandardOutputThatIsAFile_AppendsToIt()
    {
        using var folder = new TemporaryFolder();
        string program = Path.Combine(AppContext.BaseDirectory, "Saver.dll");
        var start = new ProcessStartInfo("sh", ["-c", "{ echo before; dotnet exec \"$0\" save /dev/stdout 1; } >>\"$1\"", program, folder["log"]]);
        using var child = Process.Start(start)!;
        child.WaitForExit();

        Assert.Equal(0, child.ExitCode);
        byte[] log = File.ReadAllBytes(folder["log"]);
        Assert.StartsWith("before\n", System.Text.Encoding.Latin1.GetString(log), StringComparison.Ordinal);
        Assert.Equal(1, Model.Load(new MemoryStream(log["before\n".Length..^"saved\n".Length])).Parameter("0.bias")[0]);
    }

    [UnixFact]
    public void Save_Device_IsNotReplaced()
    {
        using var folder = new TemporaryFolder();
        if (!TryRun("mknod", folder["full"], "c", "1", "7") || !TryRun("mknod", folder["null"], "c", "1", "3")) return; // root alone makes devices

        Assert.Throws<IOException>(() => NewModel(1).Save(folder["full"])); // no space left
        NewModel(1).Save(folder["null"]);

        Assert.Equal(["full", "null"], folder.Files);
        Assert.True(TryRun("test", "-c", folder["full"]) && TryRun("test", "-c", folder["null"]));
    }

    [UnixFact, UnsupportedOSPlatform("windows")]
    public void Save_ExistingFile_KeepsItsPermissions()
    {
        using var folder = new TemporaryFolder();
        string path = folder["model"];
        foreach (var mode in (UnixFileMode[])[Owner, Owner | UnixFileMode.OtherWrite, Owner | UnixFileMode.UserExecute | UnixFileMode.GroupRead])
        {
            File.WriteAllText(path, "old");
            File.SetUnixFileMode(path, mode);
            NewModel(1).Save(path);
            Assert.Equal(mode, File.GetUnixFileMode(path));
        }
    }

    [UnixFact]
    public void Save_ExistingFile_KeepsItsOwnerAndGroup()
    {
        using var folder = new TemporaryFolder();
        string path = folder["model"];
        File.WriteAllText(path, "old");
        if (!OperatingSystem.IsLinux() || !TryRun("chown", "12345:23456", path)) return; // root alone gives files away

        NewModel(1).Save(path);

        Assert.True(TryRun("sh", "-c", $"test $(stat -c %u:%g '{path}') = 12345:23456"));
        Assert.Equal(Bits.Of(NewModel(1)), Bits.Of(Model.Load(path)));
    }

    [Fact]
    public void Save_ReadOnlyFile_IsRefused()
    {
        using var folder = new TemporaryFolder();
        string path = folder["model"];
        File.WriteAllText(path, "old");
        File.SetAttributes(path, FileAttributes.ReadOnly); // on Unix 0444

        string message = Assert.Throws<UnauthorizedAccessException>(() => NewModel(1).Save(path)).Message;

        Assert.Equal($"{path} is read-only: allow writing to it, or save to another file. Nothing was written.", message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model"], folder.Files);
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [UnixFact, UnsupportedOSPlatform("windows")]
    public void Save_ReadOnlyFolder_IsNamed()
    {
        if (Environment.IsPrivilegedProcess) return; // root writes everywhere
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["closed"]);
        File.SetUnixFileMode(folder["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        string message = Assert.Throws<UnauthorizedAccessException>(() => NewModel(1).Save(folder["closed/model"])).Message;

        Assert.Equal($"{folder["closed"]} is read-only: allow writing to the folder, or save model elsewhere. Nothing was written.", message);
    }

    [Fact]
    public void Save_ModelThatCannotBeSaved_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        string path = folder["model.safetensors"];
        NewModel(1).Save(path);
        byte[] before = File.ReadAllBytes(path);
        var broken = NewModel(2);
        broken.Parameter("0.bias")[1] = float.NaN;

        Assert.Contains("0.bias", Assert.Throws<InvalidOperationException>(() => broken.Save(path)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new Sequential(new Dense(3)).Save(path)); // not built

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(["model.safetensors"], folder.Files);
    }

    [Fact]
    public void Save_NoSuchFolder_Throws()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith("none to save model.safetensors in: create it first.",
            Assert.Throws<DirectoryNotFoundException>(() => NewModel(1).Save(folder["none/model.safetensors"])).Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Save_ThroughALink_ReplacesWhatItLeadsTo()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["elsewhere"]);
        File.WriteAllText(folder["elsewhere/real"], "");
        File.CreateSymbolicLink(folder["link"], "elsewhere/real");

        NewModel(1).Save(folder["link"]);

        Assert.NotNull(new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal(Bits.Of(NewModel(1)), Bits.Of(Model.Load(folder["elsewhere/real"])));
    }

    [UnixFact]
    public void Save_ThroughALinkToNothing_MakesTheFile()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["elsewhere"]);
        File.CreateSymbolicLink(folder["link"], "elsewhere/second");
        File.CreateSymbolicLink(folder["elsewhere/second"], "new");

        NewModel(1).Save(folder["link"]);

        Assert.NotNull(new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal(Bits.Of(NewModel(1)), Bits.Of(Model.Load(folder["elsewhere/new"])));
    }

    [Fact]
    public void Load_Folder_SaysThatItIsOne()
    {
        using var folder = new TemporaryFolder();
        Action<string>[] readers = [path => NewModel(1).LoadWeights(path), path => Model.Load(path), path => Trainer.Resume(path), path =>
            Idx.Read<int>(path), path => Npy.Read<int>(path)];
        foreach (var read in readers)
            Assert.Equal($"{folder.Path} is a folder: name a file in it to read.", Assert.Throws<IOException>(() => read(folder.Path)).Message);
    }

    [Fact]
    public void Load_DamagedFile_IsNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], "no model");

        Assert.StartsWith(folder["a"], Assert.Throws<InvalidDataException>(() => NewModel(1).LoadWeights(folder["a"])).Message, StringComparison.Ordinal);
        Assert.StartsWith(folder["a"], Assert.Throws<InvalidDataException>(() => Model.Load(folder["a"])).Message, StringComparison.Ordinal);
    }

    private static void Run(string program, params string[] arguments) =>
        Assert.True(TryRun(program, arguments), $"{program} {string.Join(' ', arguments)} failed.");

    private static bool TryRun(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static Sequential NewModel(ulong seed)
    {
        var model = new Sequential(new Dense(3, 2));
        model.Build(3, seed);
        return model;
    }

    /// <summary>A disk with room for so many bytes.</summary>
    private sealed class FullDisk(Stream file, int room) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            file.Write(buffer[..Math.Min(room, buffer.Length)]);
            if (buffer.Length > room) throw new IOException("No space left on device");
            room -= buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }

    /// <summary>A fact of links, pipes, devices and modes.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "Windows has no pipes in folders, and lets only administrators make symbolic links.";
        }
    }
}
