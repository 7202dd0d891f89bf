using System.Text.Json;

namespace ScratchNN.Tests.Metrics;

/// <summary>Values of arrays are those of scikit-learn, with ties, classes that do not occur, divisions by zero and weights.</summary>
public sealed class MetricGoldenTests
{
    private const double Tolerance = 1e-6; // ln is taken in floats

    private static readonly IReadOnlyDictionary<string, JsonElement> _cases = Golden.Cases("metrics");

    public static TheoryData<string> Names => [.. _cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Of_Arrays_IsThatOfScikitLearn(string name)
    {
        var row = _cases[name];
        float[] outputs = Golden.Floats(row.GetProperty("outputs")), weights = row.TryGetProperty("weights", out var w) ? Golden.Floats(w) : [];
        double[] y = Golden.Doubles(row.GetProperty("y"));
        int[] dimensions = Golden.Dimensions(row.GetProperty("outputs"));
        string meaning = row.GetProperty("meaning").GetString()!;
        foreach (var expected in row.GetProperty("expected").EnumerateObject())
        {
            var metric = Known(expected.Name);
            double value = meaning switch
            {
                "classes" => metric.Of(new Samples(outputs, dimensions[1]), Labels(y), weights),
                "predicted" => metric.Of(Labels([.. outputs]), Labels(y), weights),
                "answer" => metric.Of(outputs.AsSpan(), Labels(y), weights),
                "answers" => metric.Of(new Samples(outputs, dimensions[1]), Yes(y, dimensions[1]), weights),
                _ => metric.Of(new Samples(outputs, dimensions[1]), new Samples(Golden.Floats(row.GetProperty("y")), dimensions[1]), weights),
            };
            double reference = expected.Value.ValueKind == JsonValueKind.String ? double.NaN : expected.Value.GetDouble();
            Assert.True(double.IsNaN(reference) ? double.IsNaN(value)
                : Math.Abs(value - reference) <= Tolerance * (1 + Math.Abs(reference)), $"{metric}: {reference:R} expected, got {value:R}");
            Assert.Equal(expected.Name, metric.Name);
        }
    }

    private static Metric Known(string name) => name switch
    {
        "top-1 accuracy" or "top-2 accuracy" or "top-3 accuracy" or "top-4 accuracy" or "top-5 accuracy" => Metric.TopK(name[4] - '0'),
        _ when name.Split(" of class ") is [var score, var label] => Of(score, int.Parse(label, System.Globalization.CultureInfo.InvariantCulture)),
        _ => Enum.GetValues<OutputKind>().SelectMany(MetricCases.Of).FirstOrDefault(metric => metric.Name == name) ?? throw new KeyNotFoundException(name),
    };

    private static Metric Of(string score, int label) => score switch
    {
        "precision" => Metric.PrecisionOf(label),
        "recall" => Metric.RecallOf(label),
        _ => Metric.F1Of(label),
    };

    private static int[] Labels(double[] values) => [.. values.Select(value => (int)value)];

    private static bool[,] Yes(double[] values, int columns)
    {
        bool[,] yes = new bool[values.Length / columns, columns];
        for (int i = 0; i < values.Length; i++) yes[i / columns, i % columns] = values[i] != 0;
        return yes;
    }
}
