using System.Text.Json;
using ScratchNN.Tables;

namespace Serve;

/// <summary>What a request asks: a row, or what is wrong with its fields.</summary>
internal sealed class Question
{
    private readonly Dictionary<string, List<string>> _problems = [];

    /// <summary>The row; null if there are problems.</summary>
    public TableRow? Row { get; private set; }

    /// <summary>By field, what is wrong with it.</summary>
    public IDictionary<string, string[]> Problems => _problems.ToDictionary(problem => problem.Key, problem => problem.Value.ToArray());

    public static async Task<Question> Read(HttpRequest request, TableEncoder encoder)
    {
        var question = new Question();
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            question.Read(json.RootElement, encoder);
        }
        catch (JsonException exception)
        {
            question.Add("", $"The body is not JSON: {exception.Message}");
        }
        return question;
    }

    private void Read(JsonElement json, TableEncoder encoder)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add("", "The body must be a JSON object with a field for each column.");
            return;
        }
        var row = new TableRow();
        var seen = new HashSet<string>();
        foreach (var field in json.EnumerateObject())
        {
            if (!seen.Add(field.Name)) Add(field.Name, "The field occurs twice.");
            else if (encoder.Columns.FirstOrDefault(column => column.Name == field.Name) is { } column)
            {
                if (ValueOf(field.Value, column) is { } value && column.Takes(value)) row[column.Name] = value;
                else Add(field.Name, $"The model expects {column.Expected}, or null if it is missing; got {Short(field.Value)}.");
            }
            else if (encoder.LeftOut.All(other => other.Column != field.Name)) Add(field.Name, "The model has no such column.");
        }
        foreach (var column in encoder.Columns)
            if (!seen.Contains(column.Name)) Add(column.Name, "The field is missing: set it to null if it has no value.");
        if (_problems.Count == 0) Row = row;
    }

    /// <summary>The value of a field, if its type is that of the column; null if not.</summary>
    private static TableValue? ValueOf(JsonElement json, EncodedColumn column) => (json.ValueKind, column.Type) switch
    {
        (JsonValueKind.Null, _) => TableValue.Missing,
        (JsonValueKind.Number, ColumnType.Number or ColumnType.WholeNumber) when json.TryGetDouble(out double number) && double.IsFinite(number) => number,
        (JsonValueKind.True or JsonValueKind.False, ColumnType.YesNo) => json.GetBoolean(),
        (JsonValueKind.String, not (ColumnType.Number or ColumnType.WholeNumber)) => json.GetString(),
        _ => default(TableValue?), // null would be a missing value
    };

    private void Add(string field, string problem)
    {
        if (!_problems.TryGetValue(field, out var problems)) _problems[field] = problems = [];
        problems.Add(problem);
    }

    private static string Short(JsonElement json) => json.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : json.GetRawText();
}
