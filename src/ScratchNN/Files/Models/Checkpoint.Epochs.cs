using System.Globalization;
using System.Text.Json;

namespace ScratchNN;

/// <remarks>The results of epochs, and numbers that JSON has no words for.</remarks>
internal static partial class Checkpoint
{
    private static void Write(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("samples", epoch.Training.Count);
        WriteMetrics(json, "metrics", epoch.Training);
        Write(json, "loss", epoch.Loss);
        Write(json, "accuracy", epoch.Accuracy);
        if (epoch.Validation is { } validation) WriteValidation(json, validation);
        Write(json, "validationLoss", epoch.ValidationLoss);
        Write(json, "validationAccuracy", epoch.ValidationAccuracy);
        Write(json, "learningRate", epoch.LearningRate);
        Write(json, "seconds", epoch.Duration.TotalSeconds);
        Write(json, "samplesPerSecond", epoch.SamplesPerSecond);
        json.WriteEndObject();
    }

    private static EpochResult ReadEpoch(JsonElement json) => new()
    {
        Epoch = json.Get("epoch").GetInt32(),
        Training = ReadEvaluation(json, "loss", "accuracy", "samples", "metrics"),
        Validation = json.TryGetProperty("validationLoss", out _)
            ? ReadEvaluation(json, "validationLoss", "validationAccuracy", "validationSamples", "validationMetrics") : null,
        LearningRate = Number(json, "learningRate") ?? 0,
        Duration = TimeSpan.FromTicks(checked((long)Math.Round((Number(json, "seconds") ?? 0) * TimeSpan.TicksPerSecond))),
        SamplesPerSecond = Number(json, "samplesPerSecond") ?? 0,
    };

    private static Evaluation ReadEvaluation(JsonElement json, string loss, string accuracy, string samples, string metrics) => new()
    {
        Loss = Number(json, loss) ?? double.NaN,
        Accuracy = Number(json, accuracy),
        Count = (int)(Number(json, samples) ?? 0), // version 1 did not count
        Metrics = json.TryGetProperty(metrics, out var values) ? values.EnumerateObject().ToDictionary(value => value.Name, value => Number(value.Value))
            : new(),
    };

    private static void WriteMetrics(Utf8JsonWriter json, string name, Evaluation evaluation)
    {
        if (evaluation.Metrics.Count == 0) return;
        json.WriteStartObject(name);
        foreach (var (metric, value) in evaluation.Metrics) Write(json, metric, value);
        json.WriteEndObject();
    }

    private static void WriteValidation(Utf8JsonWriter json, Evaluation validation)
    {
        json.WriteNumber("validationSamples", validation.Count);
        WriteMetrics(json, "validationMetrics", validation);
    }

    /// <summary>A number as JSON has it, or as text where it is not finite; nothing for null.</summary>
    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is not { } number) return;
        if (double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
    }

    private static double? Number(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? double.Parse(value.GetText(), CultureInfo.InvariantCulture)
        : value.GetDouble();
}
