using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mnist;

/// <summary>Results as files that other programs read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainResult))]
[JsonSerializable(typeof(ExperimentResult))]
[JsonSerializable(typeof(RecordResult))]
internal sealed partial class Json : JsonSerializerContext
{
    public static void Write(string path, Result result) =>
        File.WriteAllText(path, JsonSerializer.Serialize(result, result.GetType(), Default));
}
