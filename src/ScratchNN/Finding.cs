using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;

namespace ScratchNN.Diagnostics;

/// <summary>Something that a <see cref="Check"/> found wrong: text for a person, fields for a program. Serialises as JSON.</summary>
public sealed record Finding
{
    private static readonly string? _files = // of the repository, on the web: ProjectUrl of the build
        typeof(Finding).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "FilesUrl")?.Value;

    /// <summary>Stable: SNN005. It names a section of docs/diagnostics.md; your own check needs its own code.</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The observation, in one sentence with numbers.</summary>
    public required string Title { get; init; }

    /// <summary>The cause, and the one most likely remedy.</summary>
    public required string Advice { get; init; }

    /// <summary>The layer, as <see cref="LayerView.Name"/> gives it; null if it is none in particular.</summary>
    public string? Layer { get; init; }

    /// <summary>The tensor: a parameter as <see cref="Model.Parameter"/> takes it, or input, output, gradient; null if it is none in particular.</summary>
    public string? Tensor { get; init; }

    /// <summary>The number of the step in which it was seen, from 1; null before training. The <see cref="Trainer"/> fills it in.</summary>
    public long? Step { get; init; }

    /// <summary>The numbers that were measured, by name. By default none.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public IReadOnlyDictionary<string, double> Evidence { get; init; } = new Dictionary<string, double>();

    /// <summary>The code of the finding that this one follows from, and is listed after; null where it may be a cause itself.</summary>
    public string? FollowsFrom { get; init; }

    /// <summary>Other causes, looked at and found not to be. By default none.</summary>
    public IReadOnlyList<string> RuledOut { get; init; } = [];

    /// <summary>The address where the code is explained; null for codes that are not ours, and in builds that know no address of the project.</summary>
    public string? Link => LinkBelow(_files);

    /// <summary>Whether it has shown that the steps are too large: then it is the cause of what such steps leave behind.</summary>
    internal bool BlamesLargeSteps { get; init; }

    /// <summary>A note as a colleague would leave it: what, why, what to do, what it is not.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Code).Append(' ').Append(Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" });
        if (Step is { } step) text.Append(CultureInfo.InvariantCulture, $", step {step}");
        text.Append(": ").AppendLine(Title).Append("    ").Append(Advice);
        if (FollowsFrom != null) text.AppendLine().Append("    It follows from ").Append(FollowsFrom).Append('.');
        if (RuledOut.Count > 0) text.AppendLine().Append("    Ruled out: ").AppendJoin("; ", RuledOut).Append('.');
        if (Link != null) text.AppendLine().Append("    See ").Append(Link);
        return text.ToString();
    }

    internal string? LinkBelow(string? files) =>
        files != null && Code.StartsWith("SNN", StringComparison.Ordinal) ? $"{files}docs/diagnostics.md#{Code.ToLowerInvariant()}" : null;
}
