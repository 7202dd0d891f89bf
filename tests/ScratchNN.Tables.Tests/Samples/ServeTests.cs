using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit.Abstractions;

namespace ScratchNN.Tables.Tests;

/// <summary>samples/Serve as a user runs it: a process, and requests over HTTP.</summary>
public sealed class ServeTests(ServeTests.Server server, ITestOutputHelper output) : IClassFixture<ServeTests.Server>
{
    [Fact]
    public async Task Get_ListsTheFields()
    {
        var json = await server.Client.GetFromJsonAsync<JsonElement>("/");
        Assert.Equal("paid", json.GetProperty("predicts").GetString());
        Assert.Equal("a text: Bonn, Oslo, Rome, or another", json.GetProperty("fields").GetProperty("city").GetString());
        Assert.Equal("a number", json.GetProperty("fields").GetProperty("age").GetString());
    }

    [Theory]
    [InlineData("""{"age": 31, "income": 5000, "city": "Rome", "member": true}""", "since", "is missing")]
    [InlineData("""{"age": "31", "income": 5000, "city": "Rome", "member": true, "since": null}""", "age",
        "expects a number, or null if it is missing; got \"31\"")]
    [InlineData("""{"age": 31, "income": 5000, "city": 7, "member": true, "since": null}""", "city", "expects a text")]
    [InlineData("""{"age": 31, "income": 5000, "city": "Rome", "member": "perhaps", "since": null}""", "member", "expects yes or no")]
    [InlineData("""{"age": 31, "income": 5000, "city": "Rome", "member": true, "since": "soon"}""", "since", "expects a date, written yyyy-MM-dd")]
    [InlineData("""{"age": 31, "income": 1e999, "city": "Rome", "member": true, "since": null}""", "income", "expects a number")]
    [InlineData("""{"age": 31, "income": 1e300, "city": "Rome", "member": true, "since": null}""", "income", "expects a number")]
    [InlineData("""{"age": 31, "income": 5000, "city": "Rome", "member": true, "since": null, "Age": 3}""", "Age", "no such column")]
    [InlineData("""{"age": 31, "age": 32, "income": 5000, "city": "Rome", "member": true, "since": null}""", "age", "twice")]
    [InlineData("[1, 2]", "", "JSON object")]
    [InlineData("{", "", "not JSON")]
    [InlineData("", "", "not JSON")]
    public async Task Post_WrongFields_AreNamed(string body, string field, string problem)
    {
        var response = await server.Post(body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.Contains(problem, errors.GetProperty(field)[0].GetString(), StringComparison.Ordinal);
        Assert.Single(errors.EnumerateObject());
    }

    [Fact]
    public async Task Post_FiftyClients_GetTheAnswersOfTheModel()
    {
        const int Clients = 50, Requests = 40;
        var times = new List<double>();
        var wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            for (int i = 0; i < Requests; i++)
            {
                int age = 20 + ((client + (7 * i)) % 60);
                string city = new[] { "Rome", "Oslo", "Bonn", "Atlantis" }[(client + i) % 4];
                string? since = i % 3 == 0 ? null : "2020-01-15";
                var clock = Stopwatch.StartNew();
                var response = await server.Post(JsonSerializer.Serialize(new { age, income = 1000.5 * i, city, member = i % 2 == 0, since }));
                var json = await response.Content.ReadFromJsonAsync<JsonElement>();
                double seconds = clock.Elapsed.TotalMilliseconds;
                var expected = server.Model.PredictProbabilities(
                    new TableRow { ["age"] = age, ["income"] = 1000.5 * i, ["city"] = city, ["member"] = i % 2 == 0, ["since"] = since });
                bool isRight = expected.All(pair => json.GetProperty("probabilities").GetProperty(pair.Key).GetSingle() == pair.Value);
                lock (times)
                {
                    times.Add(seconds);
                    if (!isRight) wrong++;
                }
            }
        }));
        times.Sort();
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{times.Count} answers to {Clients} clients: median {times[times.Count / 2]:0.0} ms, p99 {times[times.Count * 99 / 100]:0.0} ms"));
        Assert.Equal((Clients * Requests, 0), (times.Count, wrong));
    }

    [Theory]
    [InlineData("Usage: Serve MODEL", 2)]
    [InlineData("no-such-file", 1, "no-such-file")]
    public void Start_Wrongly_IsToldInOneLine(string message, int code, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Serve.dll"), .. arguments]) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(code, process.ExitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    /// <summary>A trained model in a file, and a process that serves it.</summary>
    public sealed class Server : IDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly Process _process;

        public Server()
        {
            var table = Read.Csv(EncoderTests.People(200));
            var encoder = TableSchema.Infer(table, TableTarget.Of(table, "paid")).Fit(table);
            var model = encoder.NewModel();
            new Trainer(model, encoder.NewOptions(200) with { Epochs = 3 }).Fit(encoder.Encode(table));
            model.Save(_folder["m.safetensors"]);
            Model = TableModel.Load(_folder["m.safetensors"]);
            _process = Child.Start("Serve", _folder["m.safetensors"], "--urls", "http://127.0.0.1:0");
            string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Serve ended.");
            Client = new HttpClient { BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]) };
        }

        public TableModel Model { get; }
        public HttpClient Client { get; }

        public Task<HttpResponseMessage> Post(string body) =>
            Client.PostAsync(new Uri("/predict", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        public void Dispose()
        {
            Client.Dispose();
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _folder.Dispose();
        }
    }
}
