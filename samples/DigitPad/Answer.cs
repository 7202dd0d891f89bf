using System.Text.Json.Nodes;

namespace DigitPad;

/// <summary>What the network says.</summary>
internal static class Answer
{
    /// <summary>The probabilities of a drawing, and what each hidden unit gives.</summary>
    public static IResult Of(Trained trained, float[] pixels)
    {
        float[] sample = [.. pixels.Select(pixel => pixel * trained.Fault.PixelScale)];
        float[] hidden = trained.FirstLayers.PredictOne(sample), outputs = trained.Model.PredictOne(sample);
        bool isFinite = outputs.All(float.IsFinite);
        return Json(new JsonObject
        {
            ["digit"] = isFinite ? Array.IndexOf(outputs, outputs.Max()) : null,
            ["probabilities"] = Numbers(outputs),
            ["hidden"] = Numbers(hidden),
        });
    }

    public static IResult Weights(Trained trained)
    {
        var weights = trained.Model.Parameter("0.weight");
        var units = new JsonArray();
        for (int unit = 0; unit < PadNetwork.Hidden; unit++)
        {
            float[] tile = new float[weights.Length / PadNetwork.Hidden];
            for (int i = 0; i < tile.Length; i++) tile[i] = weights[(i * PadNetwork.Hidden) + unit];
            units.Add(Numbers(tile));
        }
        return Json(new JsonObject { ["units"] = units });
    }

    /// <summary>JSON has no NaN: null stands for it.</summary>
    private static JsonArray Numbers(float[] values) => [.. values.Select(value => float.IsFinite(value) ? (JsonNode?)MathF.Round(value, 4) : null)];

    private static IResult Json(JsonObject json) => Results.Text(json.ToJsonString(), "application/json");
}
