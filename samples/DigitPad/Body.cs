using System.Text.Json;

namespace DigitPad;

/// <summary>What a request says: a small JSON object, or nothing that anybody can use.</summary>
internal static class Body
{
    private const int Pixels8x8 = 64;

    /// <summary>The object; null if the body is not one.</summary>
    public static async Task<JsonElement?> Read(HttpRequest request)
    {
        if (!request.HasJsonContentType()) throw new BadHttpRequestException("The body must be application/json.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 4 }, request.HttpContext.RequestAborted);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A drawing, 0 paper to 1 ink; null if it is none.</summary>
    public static float[]? Pixels(JsonElement body)
    {
        if (!body.TryGetProperty("pixels", out var given) || given.ValueKind != JsonValueKind.Array || given.GetArrayLength() != Pixels8x8) return null;
        float[] pixels = new float[Pixels8x8];
        int i = 0;
        foreach (var pixel in given.EnumerateArray())
            if (pixel.ValueKind == JsonValueKind.Number && pixel.TryGetSingle(out pixels[i]) && pixels[i] is >= 0 and <= 1) i++;
            else return null;
        return pixels;
    }

    public static Fault? Fault(JsonElement body) =>
        body.TryGetProperty("fault", out var name) && name.ValueKind == JsonValueKind.String
            ? DigitPad.Fault.All.FirstOrDefault(fault => fault.Name == name.GetString()) : null;

    public static IResult Wrong(string field, string expected) =>
        Results.Problem($"The body must be a JSON object with {field}: {expected}.", statusCode: StatusCodes.Status400BadRequest);
}
