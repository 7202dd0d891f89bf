using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>How a finding is known whatever its exact words: by its code, by words of title or advice, by a number that it measured.</summary>
/// <param name="codes">Codes, one of which it has: "SNN002|SNN018". Empty for any.</param>
/// <param name="words">Each must occur, in any case of letters; alternatives stand between bars: "column 2|x[2]".</param>
internal sealed class Sign(string codes, params string[] words)
{
    /// <summary>A number of its evidence, or one divided by it, lies in this range.</summary>
    public (double Low, double High)? Number { get; init; }

    /// <summary>Words that it must not have: one of them makes it another finding.</summary>
    public string Not { get; init; } = "";

    /// <summary>Words that stand among what it rules out.</summary>
    public string RulesOut { get; init; } = "";

    public Severity AtLeast { get; init; } = Severity.Info;

    public bool Matches(Finding finding)
    {
        string text = $"{finding.Title} {finding.Advice} {finding.Layer} {finding.Tensor}", ruledOut = string.Join(' ', finding.RuledOut);
        return finding.Severity >= AtLeast
            && (codes.Length == 0 || codes.Split('|').Contains(finding.Code))
            && Array.TrueForAll(words, alternatives => HasAny(text, alternatives))
            && (RulesOut.Length == 0 || HasAny(ruledOut, RulesOut))
            && (Not.Length == 0 || !HasAny(text + " " + ruledOut, Not))
            && (Number is not var (low, high)
                || finding.Evidence.Values.Any(value => (value >= low && value <= high) || (1 / value >= low && 1 / value <= high)));
    }

    private static bool HasAny(string text, string alternatives) =>
        alternatives.Split('|').Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
