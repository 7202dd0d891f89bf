using System.Net;
using System.Text;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace DigitPad;

/// <summary>The service behind the page. It hears this machine alone, and every request is bounded.</summary>
/// <remarks>
/// <code>
/// GET  /         the page, with /pad.css and /pad.js
/// POST /predict  {"pixels": [64 numbers from 0 to 1]}  →  {"digit": 3, "probabilities": […], "hidden": […]}
/// POST /train    {"fault": "none"}                     →  202; 409 while it trains
/// POST /stop     {}                                    →  202
/// GET  /events   server-sent events: start, step, epoch, finding, end
/// GET  /weights  the first layer's weights, a row for each unit
/// GET  /model, /report   files of the last training
/// </code>
/// </remarks>
internal static class PadServer
{
    private const int LargestBody = 8 << 10, MostConnections = 64;

    public static WebApplication Build(Studio studio, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.AddServerHeader = false;
            Bound(options.Limits);
        });
        // a page elsewhere may not lead here by a name of its own
        builder.Services.Configure<HostFilteringOptions>(options => (options.AllowedHosts, options.AllowEmptyHosts) = (["localhost", "127.0.0.1"], false));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.UseHostFiltering();
        app.Use(AddHeaders);
        app.MapGet("/", () => Page("index.html", "text/html"));
        app.MapGet("/pad.css", () => Page("pad.css", "text/css"));
        app.MapGet("/pad.js", () => Page("pad.js", "text/javascript"));
        app.MapPost("/predict", async (HttpRequest request) => await Body.Read(request) is { } body && Body.Pixels(body) is { } pixels
            ? Answer.Of(studio.Current, pixels) : Body.Wrong("pixels", "64 numbers from 0 to 1"));
        app.MapPost("/train", async (HttpRequest request) => await Body.Read(request) is not { } body || Body.Fault(body) is not { } fault
            ? Body.Wrong("fault", $"one of {string.Join(", ", Fault.All.Select(known => known.Name))}")
            : studio.Train(fault) ? Results.Accepted() : Results.Problem("It is already training: stop it first.", statusCode: 409));
        app.MapPost("/stop", async (HttpRequest request) =>
        {
            if (await Body.Read(request) is null) return Body.Wrong("nothing", "an empty object");
            studio.Stop();
            return Results.Accepted();
        });
        app.MapGet("/events", (CancellationToken gone) => studio.Listeners.Open(gone) is { } events ? TypedResults.ServerSentEvents(events)
            : Results.Problem("Too many pages are already listening.", statusCode: 429));
        app.MapGet("/weights", () => Answer.Weights(studio.Current));
        app.MapGet("/model", () => Results.File(studio.ModelFile(), "application/octet-stream", "digits.safetensors"));
        app.MapGet("/report", (HttpResponse response) =>
        {
            if (studio.Report() is not { } report) return Results.Problem("There is no report yet: train first.", statusCode: 404);
            // its styles are in it
            response.Headers.ContentSecurityPolicy =
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            return Results.Bytes(report, "text/html; charset=utf-8");
        });
        return app;
    }

    private static void Bound(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxRequestHeadersTotalSize = 16 << 10;
        limits.MaxRequestLineSize = 2 << 10;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
    }

    private static async Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'self'; img-src 'self' data:; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        try
        {
            await next(context);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = exception.StatusCode; // too long, cut short, or not JSON
        }
    }

    private static IResult Page(string name, string type)
    {
        using var reader = new StreamReader(typeof(PadServer).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return Results.Text(reader.ReadToEnd(), type, Encoding.UTF8);
    }
}
