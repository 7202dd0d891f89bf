namespace ScratchNN;

/// <summary>How a finding speaks of rows, and of those that they are compared with.</summary>
/// <param name="Code">Of the finding.</param>
/// <param name="Name">Of the rows.</param>
/// <param name="Training">Of those they are compared with.</param>
/// <param name="Tensor">x or y.</param>
internal sealed record ComparedData(string Code, string Name, string Training, string Tensor)
{
    /// <summary>Inputs that a trained model is asked about.</summary>
    public static readonly ComparedData InUse = new("SNN030", "x", "the training inputs", "x");

    /// <summary>What was asked for, against what a trained model answers.</summary>
    public static readonly ComparedData Answers = new("SNN030", "y", "the answers", "y");

    /// <summary>Inputs to validate on.</summary>
    public static readonly ComparedData Validation = new("SNN018", "validation x", "training x", "x");

    /// <summary>Numbers to validate on.</summary>
    public static readonly ComparedData ValidationTargets = new("SNN018", "validation y", "training y", "y");

    /// <summary>The name at the beginning of a sentence: x stays small.</summary>
    public string Subject => Name.Length == 1 ? Name : char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary>A finding about them.</summary>
    public Finding Of(string title, string advice, params ReadOnlySpan<(string Name, double Value)> evidence)
    {
        var numbers = new Dictionary<string, double>();
        foreach (var (name, value) in evidence) numbers[name] = value;
        return new Finding { Code = Code, Severity = Severity.Warning, Title = title, Advice = advice, Tensor = Tensor, Evidence = numbers };
    }
}
