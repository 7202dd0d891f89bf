using ScratchNN.Tests;

namespace Mnist.Tests.Data;

public class MnistDownloadTests
{
    [SharedFact(SharedMnist.Relative)]
    public void Fetch_WholeFiles_KeepsThemAndAsksOnce()
    {
        using var folder = new TemporaryFolder();
        using var mirror = Loopback.Of(SharedMnist.Folder, bytes => bytes);

        Assert.Null(MnistDownload.Fetch([mirror.Address], folder.Path));
        Assert.Null(MnistDownload.Fetch([mirror.Address], folder.Path));

        Assert.Equal(MnistFile.All.Select(file => file.GzipName).Order(), folder.Files);
        Assert.Equal(4, mirror.Requests);
    }

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_DamagedFileInCache_IsFetchedAgain()
    {
        using var folder = new TemporaryFolder();
        using var mirror = Loopback.Of(SharedMnist.Folder, bytes => bytes);
        foreach (var file in MnistFile.All) File.Copy(Path.Combine(SharedMnist.Folder, file.GzipName), folder[file.GzipName]);
        File.WriteAllBytes(folder[MnistFile.TestLabels.GzipName], [1, 2, 3]);

        var data = new MnistSource { Cache = folder.Path, Mirrors = [mirror.Address] }.Find(null, offline: false, out _);

        Assert.Equal(10_000, data!.Test.Count);
        Assert.Equal(1, mirror.Requests);
    }

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_OneByteOff_IsRefused() => RefusedFrom(bytes => { bytes[bytes.Length / 2] ^= 1; return bytes; }, "damaged train-images");

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_CutFile_IsRefused() => RefusedFrom(bytes => bytes[..^1000], "damaged train-images");

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_FirstMirrorDamaged_TakesSecond()
    {
        using var folder = new TemporaryFolder();
        using var bad = Loopback.Of(SharedMnist.Folder, bytes => bytes[..^1000]);
        using var good = Loopback.Of(SharedMnist.Folder, bytes => bytes);

        Assert.Null(MnistDownload.Fetch([bad.Address, good.Address], folder.Path));
        Assert.Equal(4, good.Requests);
    }

    [Fact]
    public void Fetch_OtherContent_IsRefused() => Refused(
        new((_, response) => response.OutputStream.Write("<html>please log in</html>"u8)), "damaged");

    [Fact]
    public void Fetch_ConnectionLost_IsRefused() => Refused(
        new((_, response) =>
        {
            response.ContentLength64 = 1000;
            response.OutputStream.Write(new byte[500]);
            response.OutputStream.Flush();
            response.Abort();
        }), "localhost: ");

    [Fact]
    public void Fetch_NotFound_IsRefused() => Refused(new((_, response) => response.StatusCode = 404), "localhost answered 404");

    [Fact]
    public void Fetch_NobodyAnswers_FailsFast()
    {
        var mirror = new Loopback((_, _) => { });
        mirror.Dispose();
        using var folder = new TemporaryFolder();

        Assert.NotNull(MnistDownload.Fetch([mirror.Address], folder.Path));
    }

    private static void RefusedFrom(Func<byte[], byte[]> change, string reason) => Refused(Loopback.Of(SharedMnist.Folder, change), reason);

    private static void Refused(Loopback mirror, string reason)
    {
        using var folder = new TemporaryFolder();
        using (mirror)
            Assert.Contains(reason, MnistDownload.Fetch([mirror.Address], folder.Path), StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }
}
