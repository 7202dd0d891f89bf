namespace ScratchNN.Tests.Files;

/// <summary>Whatever happens while a file is written, the old one or the new one is there.</summary>
public class AtomicFileTests
{
    [Fact]
    public void Save_FailingAtAnyByte_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        Sequential old = Model(1), next = Model(2);
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
        Assert.Equal(Bits.Of(next), Bits.Of(Sequential.FromFile(path)));
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

            Assert.Contains(Sequential.FromFile(path).Parameter("0.bias")[0], (float[])[1, 2]);
            interrupted += folder.Files.Length - 1;
            foreach (string left in folder.Files.Where(name => name.EndsWith(".tmp", StringComparison.Ordinal))) File.Delete(folder[left]);
        }
    }

    [Fact]
    public void Save_ModelThatCannotBeSaved_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        string path = folder["model.safetensors"];
        Model(1).Save(path);
        byte[] before = File.ReadAllBytes(path);
        var broken = Model(2);
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
        Assert.EndsWith("none to save model.safetensors in: create it first.", Assert.Throws<DirectoryNotFoundException>(() => Model(1).Save(folder["none/model.safetensors"])).Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Save_ThroughALink_ReplacesWhatItLeadsTo()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["elsewhere"]);
        File.WriteAllText(folder["elsewhere/real"], "");
        File.CreateSymbolicLink(folder["link"], "elsewhere/real");

        Model(1).Save(folder["link"]);

        Assert.NotNull(new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal(Bits.Of(Model(1)), Bits.Of(Sequential.FromFile(folder["elsewhere/real"])));
    }

    [Fact]
    public void Load_DamagedFile_IsNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], "no model");

        Assert.StartsWith(folder["a"], Assert.Throws<InvalidDataException>(() => Model(1).Load(folder["a"])).Message, StringComparison.Ordinal);
        Assert.StartsWith(folder["a"], Assert.Throws<InvalidDataException>(() => Sequential.FromFile(folder["a"])).Message, StringComparison.Ordinal);
    }

    private static Sequential Model(ulong seed)
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

    /// <summary>A fact that makes symbolic links.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute()
        {
            if (OperatingSystem.IsWindows()) Skip = "Windows lets only administrators make symbolic links.";
        }
    }
}
