using System.Net;
using System.Net.Sockets;

namespace Mnist.Tests;

/// <summary>A mirror on this machine that answers each request as it is told.</summary>
internal sealed class Loopback : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Action<string, HttpListenerContext> _answer;
    private int _requests;

    public Loopback(Action<string, HttpListenerContext> answer)
    {
        _answer = answer;
        Address = new Uri($"http://localhost:{FreePort()}/mnist/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public int Requests => _requests;

    /// <summary>A mirror that sends the files of a folder, after a change.</summary>
    public static Loopback Of(string folder, Func<byte[], byte[]> change) => new((name, context) =>
    {
        byte[] bytes = change(File.ReadAllBytes(Path.Combine(folder, name)));
        context.Response.ContentLength64 = bytes.Length;
        context.Response.OutputStream.Write(bytes);
    });

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Interlocked.Increment(ref _requests);
            try
            {
                _answer(context.Request.Url!.Segments[^1], context);
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or InvalidOperationException or IOException)
            {
                context.Response.Abort();
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
