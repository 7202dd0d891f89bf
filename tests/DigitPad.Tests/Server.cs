using Microsoft.AspNetCore.Builder;
using System.Net.Sockets;
using System.Text;

namespace DigitPad.Tests;

/// <summary>The service on a free port, and requests to it letter for letter.</summary>
public sealed class Server : IAsyncLifetime, IDisposable
{
    private readonly Studio _studio = new();
    private WebApplication? _app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async Task InitializeAsync()
    {
        _app = PadServer.Build(_studio, port: 0);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    public void Dispose() => _studio.Dispose();

    /// <summary>The status of the answer to bytes; 0 if the connection was closed without one.</summary>
    public async Task<int> Send(string request)
    {
        using var client = new TcpClient { ReceiveTimeout = 10_000 };
        await client.ConnectAsync("127.0.0.1", Address.Port);
        var stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        }
        catch (IOException)
        {
            // it has heard enough: the answer is there
        }
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            string? line = await reader.ReadLineAsync(patience.Token);
            return line?.Split(' ') is [_, var status, ..] ? int.Parse(status, System.Globalization.CultureInfo.InvariantCulture) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The status of the answer to a POST of a body.</summary>
    public Task<int> Post(string path, string body, string type = "application/json") =>
        Send($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");

    public Task<int> Get(string path, string host = "localhost") => Send($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
}
