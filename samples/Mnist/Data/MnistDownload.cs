using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using ScratchNN.Files;

namespace Mnist;

/// <summary>
/// Downloads MNIST; nothing but whole, verified files ever gets its name in the folder. What was cut off is kept beside it as <c>.partial</c>, and gone on with
/// by the next mirror or the next run. Proxies are those of the system: <c>https_proxy</c>, <c>no_proxy</c>, ….
/// </summary>
internal sealed class MnistDownload(IReadOnlyList<Uri> mirrors, string folder)
{
    private const int MaximumBytes = 64 << 20, PieceSize = 1 << 16;

    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long a mirror may send nothing.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Fetches what is missing or damaged, each file from the first mirror that has it.</summary>
    /// <returns>Null, or why it failed.</returns>
    public string? Fetch() => FetchAsync().GetAwaiter().GetResult();

    private async Task<string?> FetchAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = _connectTimeout }) { Timeout = Patience }; // up to the headers
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in MnistFile.All)
                if (!IsThere(file) && await FetchAsync(client, file) is { } reason) return reason;
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message; // the folder
        }
    }

    private async Task<string?> FetchAsync(HttpClient client, MnistFile file)
    {
        string target = Path.Combine(folder, file.GzipName), name = $"{target}.partial";
        string? reason = "no mirror is known";
        bool isEmpty;
        using (var partial = new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            foreach (var mirror in mirrors)
            {
                reason = await FetchAsync(client, mirror, file, partial);
                if (reason == null) break;
            }
            partial.Flush(flushToDisk: true);
            isEmpty = partial.Length == 0;
        }
        if (reason == null) File.Move(name, target, overwrite: true);
        else if (isEmpty) File.Delete(name);
        return reason;
    }

    /// <summary>Fetches what <paramref name="partial"/> lacks; all of it, if that does not make a whole file.</summary>
    private async Task<string?> FetchAsync(HttpClient client, Uri mirror, MnistFile file, FileStream partial)
    {
        long begin = partial.Length;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(mirror, file.GzipName));
            if (begin > 0) request.Headers.Range = new RangeHeaderValue(begin, null);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            bool resumes = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == begin;
            if (resumes || response.StatusCode == HttpStatusCode.OK)
            {
                partial.SetLength(resumes ? begin : 0);
                await CopyAsync(response.Content, partial);
                if (IsWhole(file, partial)) return null;
            }
            else if (begin == 0 || response.StatusCode is not (HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable))
                return $"{mirror.Host} answered {(int)response.StatusCode}";
            partial.SetLength(0);
            if (begin == 0 || response.StatusCode == HttpStatusCode.OK) return $"{mirror.Host} sent a damaged {file.GzipName}";
        }
        catch (OperationCanceledException)
        {
            return $"{mirror.Host} sent nothing for {Patience.TotalSeconds} s";
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or IOException { InnerException: SocketException })
        {
            return $"{mirror.Host}: {exception.Message}";
        }
        return await FetchAsync(client, mirror, file, partial);
    }

    private async Task CopyAsync(HttpContent content, FileStream partial)
    {
        using var stream = await content.ReadAsStreamAsync();
        using var stalled = new CancellationTokenSource();
        byte[] piece = new byte[PieceSize];
        partial.Position = partial.Length;
        while (partial.Length <= MaximumBytes)
        {
            stalled.CancelAfter(Patience);
            int read = await stream.ReadAsync(piece, stalled.Token);
            if (read == 0) return;
            partial.Write(piece, 0, read);
        }
    }

    private bool IsThere(MnistFile file)
    {
        string path = Path.Combine(folder, file.GzipName);
        if (!File.Exists(path)) return false;
        using var stream = File.OpenRead(path);
        return IsWhole(file, stream);
    }

    private static bool IsWhole(MnistFile file, FileStream stream)
    {
        stream.Position = 0;
        if (!file.IsWhole(stream)) return false;
        stream.Position = 0;
        try
        {
            Idx.Read<byte>(stream); // the hash is blind to what is behind the compressed bytes
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
