using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ScratchNN.Tests;

namespace Mnist.Tests.Data;

/// <summary>A mirror may do what it wants: cut, stall, lie, send other bytes.</summary>
public class MnistDownloadTests
{
    private const int Half = 2000;

    private static readonly byte[] _labels = SharedFolder.SkipReason(SharedMnist.Relative) == null
        ? File.ReadAllBytes(Path.Combine(SharedMnist.Folder, MnistFile.TestLabels.GzipName)) : [];

    private static string Partial => $"{MnistFile.TestLabels.GzipName}.partial";

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_WholeFiles_KeepsThemAndAsksOnce()
    {
        using var folder = new TemporaryFolder();
        using var mirror = Loopback.Of(SharedMnist.Folder, bytes => bytes);

        Assert.Null(Fetch(folder, mirror));
        Assert.Null(Fetch(folder, mirror));

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
    public void Fetch_BytesBehindTheFile_IsRefused() => RefusedFrom(bytes => [.. bytes, 0], "damaged train-images");

    [Fact]
    public void Fetch_EndlessFile_IsRefusedAndNotReadToItsEnd()
    {
        int sent = 0; // MB
        Refused(
            new((_, context) =>
            {
                byte[] piece = new byte[1 << 20];
                for (; sent < 200; sent++) context.Response.OutputStream.Write(piece);
            }), "damaged train-images");

        Assert.InRange(sent, 64, 128); // the limit, and what was under way
    }

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_ConnectionLost_NextMirrorGoesOn()
    {
        using var folder = AllButLabels();
        using var lost = Losing();
        using var whole = new Loopback((_, context) => AnswerRange(context));

        Assert.Null(Fetch(folder, lost, whole));
        Assert.Equal((1, 1), (lost.Requests, whole.Requests));
    }

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_ConnectionLost_NextRunGoesOn()
    {
        using var folder = AllButLabels();
        string? range = null;
        using (var lost = Losing())
            Assert.StartsWith("localhost: ", Fetch(folder, lost), StringComparison.Ordinal);
        Assert.Equal(_labels[..Half], File.ReadAllBytes(folder[Partial]));
        using var whole = new Loopback((_, context) =>
        {
            range = context.Request.Headers["Range"];
            AnswerRange(context);
        });

        Assert.Null(Fetch(folder, whole));

        Assert.Equal($"bytes={Half}-", range);
        Assert.Equal(_labels, File.ReadAllBytes(folder[MnistFile.TestLabels.GzipName]));
        Assert.DoesNotContain(Partial, folder.Files);
    }

    [SharedTheory(SharedMnist.Relative)]
    [InlineData(200, 0, 1)] // no ranges there: all of it
    [InlineData(416, 0, 2)]
    [InlineData(206, Half - 1, 2)] // another range
    [InlineData(206, Half, 2)] // the right one, of another file
    public void Fetch_RangeRefused_BeginsAnew(int status, int from, int requests)
    {
        using var folder = AllButLabels();
        File.WriteAllBytes(folder[Partial], new byte[Half]);
        using var mirror = new Loopback((_, context) =>
        {
            if (context.Request.Headers["Range"] != null) context.Response.StatusCode = status;
            if (context.Response.StatusCode == 206) context.Response.Headers["Content-Range"] = $"bytes {from}-{_labels.Length - 1}/{_labels.Length}";
            context.Response.OutputStream.Write(context.Response.StatusCode == 206 ? _labels.AsSpan(from) : _labels);
        });

        Assert.Null(Fetch(folder, mirror));

        Assert.Equal(requests, mirror.Requests);
        Assert.Equal(_labels, File.ReadAllBytes(folder[MnistFile.TestLabels.GzipName]));
    }

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_NotFoundForARange_KeepsWhatIsThere()
    {
        using var folder = AllButLabels();
        File.WriteAllBytes(folder[Partial], _labels[..Half]);
        using var mirror = new Loopback((_, context) => context.Response.StatusCode = 503);

        Assert.Equal("localhost answered 503", Fetch(folder, mirror));
        Assert.Equal(Half, new FileInfo(folder[Partial]).Length);
    }

    [SharedTheory(SharedMnist.Relative)]
    [InlineData(0)]
    [InlineData(Half)]
    public async Task Fetch_MirrorStalls_GivesUpAndKeepsWhatCame(int sent)
    {
        using var folder = AllButLabels();
        using var ended = new ManualResetEventSlim();
        using var mirror = new Loopback((_, context) =>
        {
            if (sent > 0) Send(context, sent);
            ended.Wait();
        });

        var download = new MnistDownload([mirror.Address], folder.Path) { Patience = TimeSpan.FromSeconds(2) };
        do
        {
            Assert.Equal("localhost sent nothing for 2 s", await Task.Run(download.Fetch));
        }
        while (sent > 0 && !File.Exists(folder[Partial])); // on a busy machine the mirror itself may take 2 s to send

        Assert.Equal(sent > 0, File.Exists(folder[Partial]));
        ended.Set();
    }

    [Fact]
    public async Task Fetch_ProxyOfTheSystem_IsAsked()
    {
        using var cache = new TemporaryFolder();
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var start = new ProcessStartInfo("dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "Mnist.dll"), "record", "--mirror", "http://mirror.invalid/mnist"])
        {
            RedirectStandardError = true
        };
        start.Environment["http_proxy"] = $"http://{proxy.LocalEndpoint}";
        start.Environment["XDG_CACHE_HOME"] = cache.Path;
        using var child = Process.Start(start)!;
        var accepted = proxy.AcceptTcpClientAsync();
        Assert.Same(accepted, await Task.WhenAny(accepted, child.WaitForExitAsync())); // not where nobody asks
        using var asked = await accepted;
        using var stream = asked.GetStream();
        string? request = await new StreamReader(stream).ReadLineAsync();
        await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());

        Assert.Contains("mirror.invalid answered 404", await child.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal("GET http://mirror.invalid/mnist/train-images-idx3-ubyte.gz HTTP/1.1", request);
    }

    [SharedFact(SharedMnist.Relative)]
    public void Fetch_FirstMirrorDamaged_TakesSecond()
    {
        using var folder = new TemporaryFolder();
        using var bad = Loopback.Of(SharedMnist.Folder, bytes => bytes[..^1000]);
        using var good = Loopback.Of(SharedMnist.Folder, bytes => bytes);

        Assert.Null(Fetch(folder, bad, good));
        Assert.Equal(4, good.Requests);
    }

    [Fact]
    public void Fetch_OtherContent_IsRefused() => Refused(
        new((_, context) => context.Response.OutputStream.Write("<html>please log in</html>"u8)), "damaged");

    [Fact]
    public void Fetch_NotFound_IsRefused() => Refused(new((_, context) => context.Response.StatusCode = 404), "localhost answered 404");

    [Fact]
    public void Fetch_NobodyAnswers_FailsFast()
    {
        var mirror = new Loopback((_, _) => { });
        mirror.Dispose();
        using var folder = new TemporaryFolder();

        Assert.NotNull(Fetch(folder, mirror));
    }

    private static string? Fetch(TemporaryFolder folder, params Loopback[] mirrors) =>
        new MnistDownload([.. mirrors.Select(mirror => mirror.Address)], folder.Path).Fetch();

    private static TemporaryFolder AllButLabels()
    {
        var folder = new TemporaryFolder();
        foreach (var file in MnistFile.All.Where(file => file != MnistFile.TestLabels))
            File.Copy(Path.Combine(SharedMnist.Folder, file.GzipName), folder[file.GzipName]);
        return folder;
    }

    /// <summary>Declares the labels, and sends half of them.</summary>
    private static Loopback Losing() => new((_, context) =>
    {
        Send(context, Half);
        context.Response.Abort();
    });

    private static void Send(HttpListenerContext context, int count)
    {
        context.Response.ContentLength64 = _labels.Length;
        context.Response.OutputStream.Write(_labels, 0, count);
        context.Response.OutputStream.Flush();
    }

    /// <summary>The rest of the labels from where the request wants them.</summary>
    private static void AnswerRange(HttpListenerContext context)
    {
        context.Response.StatusCode = 206;
        context.Response.Headers["Content-Range"] = $"bytes {Half}-{_labels.Length - 1}/{_labels.Length}";
        context.Response.OutputStream.Write(_labels.AsSpan(Half));
    }

    private static void RefusedFrom(Func<byte[], byte[]> change, string reason) => Refused(Loopback.Of(SharedMnist.Folder, change), reason);

    private static void Refused(Loopback mirror, string reason)
    {
        using var folder = new TemporaryFolder();
        using (mirror)
            Assert.Contains(reason, Fetch(folder, mirror), StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }
}
