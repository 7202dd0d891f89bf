using System.Text.Json.Nodes;
using ScratchNN.Tables;

namespace Serve;

/// <summary>What the service answers.</summary>
internal static class Answer
{
    /// <summary>What the model predicts, and from which fields.</summary>
    public static IResult Of(TableModel model)
    {
        var fields = new JsonObject();
        foreach (var column in model.Encoder.Columns)
            fields[column.Name] = column.Categories.Count == 0 ? column.Expected : $"{column.Expected}: {string.Join(", ", column.Categories)}, or another";
        return Json(new JsonObject
        {
            ["predicts"] = model.Encoder.Target,
            ["classes"] = model.Encoder.ClassNames is { } names ? new JsonArray([.. names.Select(name => (JsonNode)name)]) : null,
            ["fields"] = fields,
        });
    }

    /// <summary>The prediction for a row.</summary>
    public static IResult Of(TableModel model, TableRow row)
    {
        var answer = new JsonObject();
        if (model.Encoder.ClassNames == null) answer[model.Encoder.Target] = model.Predict(row)[0];
        else
        {
            var probabilities = new JsonObject();
            foreach (var (name, probability) in model.PredictProbabilities(row)) probabilities[name] = probability;
            answer[model.Encoder.Target] = model.PredictLabel(row);
            answer["probabilities"] = probabilities;
        }
        return Json(answer);
    }

    private static IResult Json(JsonObject json) => Results.Text(json.ToJsonString(), "application/json");
}
