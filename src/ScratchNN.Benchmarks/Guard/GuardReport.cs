using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScratchNN.Benchmarks;

/// <summary>What the guard found.</summary>
internal sealed record GuardReport(Machine Machine, DateTimeOffset Date, IReadOnlyList<GuardResult> Rows)
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether there are rows and none failed.</summary>
    public bool Passed => Rows.Count > 0 && Rows.All(row => row.Verdict != Verdict.Failed);

    public string ToJson() => JsonSerializer.Serialize(this, _options);
}
