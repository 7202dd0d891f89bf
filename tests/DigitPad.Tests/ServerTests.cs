using System.Net.Http.Json;
using System.Text.Json;

namespace DigitPad.Tests;

public sealed class ServerTests(Server server) : IClassFixture<Server>
{
    private static readonly string _three = $"[{string.Join(',', Enumerable.Range(0, 64).Select(i => i % 8 is 3 or 4 ? "0.5" : "0"))}]";

    [Fact]
    public async Task Requests_ThatAreWrong_Are4xx_AndTheServiceStays()
    {
        Assert.Equal(200, await server.Post("/predict", $$"""{"pixels": {{_three}}}"""));
        for (int i = 0; i < 2; i++) await Wrong(); // before memory is looked at: buffers are there then
        long before = GC.GetTotalMemory(forceFullCollection: true);

        int requests = await Wrong();

        Assert.InRange(requests, 200, 1000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8 << 20);
        Assert.Equal(200, await server.Post("/predict", $$"""{"pixels": {{_three}}}"""));
    }

    [Fact]
    public async Task Get_OfEveryPart_Is200()
    {
        foreach (string path in (string[])["/", "/pad.css", "/pad.js", "/weights", "/model"]) Assert.Equal(200, await server.Get(path));
    }

    [Fact]
    public async Task Predict_GivesProbabilitiesAndHiddenUnits()
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        var answer = await (await client.PostAsync("/predict", JsonContent.Create(new { pixels = new float[64] }))).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(1, answer.GetProperty("probabilities").EnumerateArray().Sum(share => share.GetDouble()), 0.001);
        Assert.Equal(32, answer.GetProperty("hidden").GetArrayLength());
    }

    [Fact]
    public void Addresses_AreOfThisMachineAlone() => Assert.Equal("127.0.0.1", server.Address.Host);

    [Fact]
    public async Task Page_OffersEveryFault_InTheWordsOfTheService()
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        string page = await client.GetStringAsync("/");

        foreach (var fault in Fault.All) Assert.Contains($"<option value=\"{fault.Name}\">{fault.Words}</option>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_Downloaded_ReadsDigits()
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        var model = ScratchNN.Model.Load(await client.GetStreamAsync("/model"));
        var digits = Mnist.EmbeddedDigits.Split(seed: 0).Test;

        Assert.InRange(model.Evaluate(digits.Pixels, digits.Labels).Accuracy!.Value, 0.94, 1);
    }

    /// <summary>Sends every kind of wrong request, and returns how many.</summary>
    private async Task<int> Wrong()
    {
        var sent = new List<(string What, Task<int> Status)>();
        foreach (string body in Bodies())
        {
            sent.Add(($"predict {Short(body)}", server.Post("/predict", body)));
            sent.Add(($"train {Short(body)}", server.Post("/train", body)));
            if (sent.Count % 20 == 0) await Task.WhenAll(sent.Select(request => request.Status)); // within the bound on connections
        }
        foreach (string type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/xml", "*/*"])
            foreach (string path in (string[])["/predict", "/train", "/stop"]) sent.Add(($"{path} {type}", server.Post(path, "{}", type)));
        foreach (
            string path in (string[])["/nothing", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/predict/1", "//", "/pad.js.map", "/report", "/\u00ff", "/"
                + new string('a', 1500)]) sent.Add((Short(path), server.Get(path)));
        foreach (string method in (string[])["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "MAKE"])
            sent.Add((method, server.Send($"{method} /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")));
        foreach (string host in (string[])["example.org", "localhost.example.org", "", "a b", "127.0.0.1.example.org:80"])
            sent.Add(($"host {host}", server.Get("/", host)));
        foreach (string raw in Raw()) sent.Add((Short(raw), server.Send(raw)));

        foreach (var (what, status) in sent) Assert.True(await status is >= 400 and < 500, $"{what}: {await status}");
        return sent.Count;
    }

    private static IEnumerable<string> Bodies()
    {
        yield return "";
        foreach (
            string json in (string[])["null", "[]", "1", "\"3\"", "true", "{", "}", "{]", "nonsense", "{\"pixels\"}", "{\"pixels\":}", "{'pixels': []}",
                "\u0000", "\ufeff", "[[[[[[[[]]]]]]]]", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}"]) yield return json;
        foreach (string value in (string[])["null", "1", "\"\"", "{}", "[]", "[1]", "true", "[[]]", "\"none\\u0000\"", "\"NONE\"", "[\"none\"]"])
            yield return $$"""{"pixels": {{value}}, "fault": {{(value == "null" ? "[]" : value)}}}""";
        foreach (string pixel in (string[])["2", "-1", "1e39", "-0.001", "1.001", "null", "\"0\"", "true", "[]", "{}", "NaN", "Infinity", "1e400", "0x1", "01"])
        {
            yield return $$"""{"pixels": [{{string.Join(',', Enumerable.Repeat("0", 63))}}, {{pixel}}]}""";
            yield return $$"""{"pixels": [{{pixel}}, {{string.Join(',', Enumerable.Repeat("0", 63))}}]}""";
        }
        foreach (int count in (int[])[1, 2, 63, 65, 128, 784]) yield return $$"""{"pixels": [{{string.Join(',', Enumerable.Repeat("0", count))}}]}""";
        foreach (int length in (int[])[8193, 20_000, 200_000, 2_000_000]) yield return $$"""{"pixels": [{{new string(' ', length)}}]}""";
        foreach (int depth in (int[])[5, 100, 4000]) yield return new string('[', depth) + new string(']', depth);
        for (int i = 0; i < 12; i++) yield return new string((char)(32 + (7 * i)), 100);
    }

    private static IEnumerable<string> Raw()
    {
        yield return "GET / HTTP/1.1\r\n\r\n"; // no host
        yield return "nonsense\r\n\r\n";
        yield return "GET /\r\n\r\n";
        yield return $"GET /{new string('a', 5000)} HTTP/1.1\r\nHost: localhost\r\n\r\n";
        yield return $"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 30_000)}\r\n\r\n";
        yield return $"GET / HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 300).Select(i => $"X{i}: 1\r\n"))}\r\n";
        yield return "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{";
        yield return "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n{";
        yield return "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n";
        yield return "POST /predict HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        yield return "GET / HTTP/1.1\r\nHost: localhost\r\nBad\0Name: 1\r\n\r\n";
        yield return "\u0016\u0003\u0001\u0002\0\u0001\r\n\r\n"; // TLS
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}… ({text.Length})";
}
