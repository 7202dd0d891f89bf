using ScratchNN.Tests;

namespace Mnist.Tests.Data;

public class MnistSourceTests
{
    [SharedFact(SharedMnist.Relative)]
    public void Find_NamedFolder_GivesMnistFromZeroToOne()
    {
        var data = SharedMnist.Data;

        Assert.Equal([60_000, 784], data.Train.Pixels.Lengths.ToArray());
        Assert.Equal([5, 0, 4], data.Train.Labels[..3]);
        Assert.Equal((10_000, 7), (data.Test.Count, data.Test.Labels[0]));
        Assert.Equal((0f, 1f), (data.Train[0].ToArray().Min(), data.Train.First(10)[7].ToArray().Max()));
    }

    [SharedFact(SharedMnist.Relative)]
    public void Read_LabelsUnderTheNameOfOthers_IsRefused()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(SharedMnist.Folder, MnistFile.TestLabels.GzipName), folder[MnistFile.TrainLabels.GzipName]);

        string message = Assert.Throws<InvalidDataException>(() => MnistFile.TrainLabels.Read<int>(folder.Path)).Message;

        Assert.Contains(folder[MnistFile.TrainLabels.GzipName], message, StringComparison.Ordinal);
        Assert.Contains("10000 values", message, StringComparison.Ordinal);
        Assert.Contains("60000", message, StringComparison.Ordinal);
    }

    [SharedFact(SharedMnist.Relative)]
    public void Read_OneByteOff_IsRefused()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = File.ReadAllBytes(Path.Combine(SharedMnist.Folder, MnistFile.TestLabels.GzipName));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(folder[MnistFile.TestLabels.GzipName], bytes);

        string message = Assert.Throws<InvalidDataException>(() => MnistFile.TestLabels.Read<int>(folder.Path)).Message;

        Assert.Contains("damaged", message, StringComparison.Ordinal);
    }

    [SharedFact(SharedMnist.Relative)]
    public void Load_LabelThatIsNoDigit_IsRefused()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in MnistFile.All) File.CreateSymbolicLink(folder[file.GzipName], Path.GetFullPath(Path.Combine(SharedMnist.Folder, file.GzipName)));
        byte[] labels = [0, 0, 8, 1, 0, 0, 0x27, 0x10, .. new byte[10_000]];
        labels[^1] = 10;
        File.WriteAllBytes(folder[MnistFile.TestLabels.Name], labels);

        string message = Assert.Throws<InvalidDataException>(() => MnistSource.Load(folder.Path)).Message;

        Assert.Equal($"{folder.Path} holds the label 10 at 9999 of {MnistFile.TestLabels.Name}: digits are 0 to 9.", message);
    }

    [SharedFact(SharedMnist.Relative)]
    public void Read_UncompressedFile_IsTaken()
    {
        using var folder = new TemporaryFolder();
        using (var input = new System.IO.Compression.GZipStream(
            File.OpenRead(Path.Combine(SharedMnist.Folder, MnistFile.TestLabels.GzipName)), System.IO.Compression.CompressionMode.Decompress))
        using (var output = File.Create(folder[MnistFile.TestLabels.Name]))
            input.CopyTo(output);

        Assert.Equal(10_000, MnistFile.TestLabels.Read<int>(folder.Path).FlattenedLength);
    }

    [Fact]
    public void Find_NamedFolderWithoutFiles_Throws()
    {
        using var folder = new TemporaryFolder();

        Assert.ThrowsAny<IOException>(() => Terminal.Nowhere.Find(folder.Path, offline: false, out _));
    }

    [Fact]
    public void Find_Offline_AsksNobody()
    {
        using var folder = new TemporaryFolder();
        using var mirror = new Loopback((_, _) => { });

        Assert.Null(new MnistSource { Cache = folder["cache"], Mirrors = [mirror.Address] }.Find(null, offline: true, out string reason));

        Assert.Equal(0, mirror.Requests);
        Assert.Contains("is not in", reason, StringComparison.Ordinal);
    }
}
