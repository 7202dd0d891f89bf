// A saved model of a table as a web service: Serve MODEL [--urls http://127.0.0.1:5000].
//   GET  /         what it predicts, and from which fields
//   POST /predict  {"sex": "female", "age": 29, "fare": null, …}  →  {"survived": "1", "probabilities": {"0": 0.05, "1": 0.95}}
using ScratchNN.Tables;
using Serve;

if (args is not [var path, ..] || path.StartsWith('-'))
{
    Console.Error.WriteLine("Usage: Serve MODEL [--urls http://127.0.0.1:5000], with a MODEL saved by samples/Tables.");
    return 2;
}
TableModel model;
try
{
    model = TableModel.Load(path);
}
catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

var builder = WebApplication.CreateSlimBuilder(args[1..]);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var app = builder.Build();
app.MapGet("/", () => Answer.Of(model));
app.MapPost("/predict", async (HttpRequest request) => await Question.Read(request, model.Encoder) switch
{
    { Row: { } row } => Answer.Of(model, row),
    var question => Results.ValidationProblem(question.Problems, title: "The fields are not those of the model: GET / lists them."),
});
await app.StartAsync();
Console.WriteLine($"serving {path} at {string.Join(", ", app.Urls)}");
await app.WaitForShutdownAsync();
return 0;
