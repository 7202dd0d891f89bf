using System.Text.Json;

namespace ScratchNN.Tests;

/// <summary>Numbers of other libraries, from <c>tests/golden</c>.</summary>
internal static class Golden
{
    /// <summary>The cases of a file, by name.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Cases(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", file + ".json")));
        return document.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(row => row.GetProperty("name").GetString()!, row => row.Clone());
    }

    /// <summary>An array in float64, row-major.</summary>
    public static double[] Doubles(JsonElement array) => [.. array.GetProperty("values").EnumerateArray().Select(Number)];

    /// <summary>An array in float32, row-major.</summary>
    public static float[] Floats(JsonElement array) => [.. Doubles(array).Select(value => (float)value)];

    /// <summary>The dimensions of an array.</summary>
    public static int[] Dimensions(JsonElement array) => [.. array.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())];

    /// <summary>Asserts |a − e| ≤ tolerance·(|e| + max |e|) for each number.</summary>
    public static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = 0;
        foreach (double e in expected) largest = Math.Max(largest, Math.Abs(e));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= tolerance * (Math.Abs(expected[i]) + largest),
                $"{what}[{i}]: {expected[i]:R} expected, got {actual[i]:R}");
    }

    /// <summary>Images, which have their channels first there, in the order that they have here.</summary>
    public static float[] ChannelsLast(JsonElement array)
    {
        float[] values = Floats(array), result = new float[values.Length];
        ForEachPlace(Dimensions(array), (first, last) => result[last] = values[first]);
        return result;
    }

    /// <summary>Images in the order that they have there.</summary>
    public static float[] ChannelsFirst(float[] values, int[] dimensions)
    {
        float[] result = new float[values.Length];
        ForEachPlace(dimensions, (first, last) => result[first] = values[last]);
        return result;
    }

    /// <summary>Where each number is, with channels first and with channels last.</summary>
    private static void ForEachPlace(int[] dimensions, Action<int, int> visit)
    {
        int channels = dimensions[1], places = dimensions[2..].Aggregate(1, (product, length) => product * length);
        for (int image = 0; image < dimensions[0]; image++)
            for (int c = 0; c < channels; c++)
                for (int place = 0; place < places; place++)
                    visit((((image * channels) + c) * places) + place, (((image * places) + place) * channels) + c);
    }

    private static double Number(JsonElement number) => number.ValueKind == JsonValueKind.String
        ? number.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN }
        : number.GetDouble();
}
