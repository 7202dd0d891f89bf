using System.Net;

namespace Mnist;

/// <summary>Downloads MNIST; nothing but whole, verified files ever gets its name in the folder.</summary>
internal static class MnistDownload
{
    private const int MaximumBytes = 64 << 20;

    private static readonly TimeSpan _connectTimeout = TimeSpan.FromSeconds(3), _fileTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Fetches what is missing or damaged from the first mirror that has it.</summary>
    /// <returns>Null, or why it failed.</returns>
    public static string? Fetch(IReadOnlyList<Uri> mirrors, string folder)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = _connectTimeout })
        {
            Timeout = _fileTimeout,
            MaxResponseContentBufferSize = MaximumBytes,
        };
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in MnistFile.All)
                if (!IsThere(file, folder) && Fetch(client, mirrors, file, folder) is { } reason) return reason;
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message; // the folder
        }
    }

    private static string? Fetch(HttpClient client, IReadOnlyList<Uri> mirrors, MnistFile file, string folder)
    {
        string reason = "no mirror is known";
        foreach (var mirror in mirrors)
            try
            {
                var address = new Uri(mirror, file.GzipName);
                using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, address)); // buffers it, within the timeout
                if (response.StatusCode != HttpStatusCode.OK)
                    reason = $"{mirror.Host} answered {(int)response.StatusCode}";
                else if (TryKeep(response.Content.ReadAsStream(), file, folder))
                    return null;
                else
                    reason = $"{mirror.Host} sent a damaged {file.GzipName}";
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                reason = $"{mirror.Host}: {exception.Message}";
            }
        return reason;
    }

    private static bool TryKeep(Stream content, MnistFile file, string folder)
    {
        if (!file.IsWhole(content)) return false;
        content.Position = 0;
        string target = Path.Combine(folder, file.GzipName), partial = $"{target}.{Environment.ProcessId}.partial";
        using (var output = File.Create(partial))
        {
            content.CopyTo(output);
            output.Flush(flushToDisk: true);
        }
        File.Move(partial, target, overwrite: true);
        return true;
    }

    private static bool IsThere(MnistFile file, string folder)
    {
        string path = Path.Combine(folder, file.GzipName);
        if (!File.Exists(path)) return false;
        using var stream = File.OpenRead(path);
        return file.IsWhole(stream);
    }
}
