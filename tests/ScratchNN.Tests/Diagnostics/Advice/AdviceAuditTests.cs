using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScratchNN.Tests;

/// <summary>
/// Every advice that a finding can give, read from the source of the checks, is obeyed by a test on the fault that it is given for, and something measured gets
/// better.
/// </summary>
public sealed partial class AdviceAuditTests
{
    private const int FewestLetters = 12; // shorter pieces join others

    private static readonly AdviceCase[] _cases = [.. DataAdvice.All, .. ModelAdvice.All, .. ProgressAdvice.All, .. FailureAdvice.All];

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < _cases.Length; i++) data.Add(i, $"{_cases[i].Code} {_cases[i].Advice}");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_AdviceObeyed_Cures(int index, string advice)
    {
        var known = _cases[index];
        Outcome ill = known.Ill(), well = known.Well();

        Assert.True(ill.Findings.Any(known.IsGiven), $"{advice} is not given, but {Doctor.Text(ill.Findings)}");
        Assert.False(well.Findings.Any(known.IsGiven), $"{advice} is given after it was obeyed");
        Assert.True(well.Score <= known.Cured * ill.Score, $"{advice}: {well.Score} after {ill.Score}");
    }

    [Fact]
    public void Messages_AreApproved()
    {
        var text = new StringBuilder();
        foreach (var known in _cases)
            text.AppendLine($"{known.Ill().Findings.FirstOrDefault(known.IsGiven)?.ToString() ?? $"{known.Code} {known.Advice}: not given"}");
        Snapshot.Verify(text.ToString());
    }

    /// <summary>A new advice without a test fails here; so does a line of the table whose advice is gone.</summary>
    [Fact]
    public void EveryAdviceOfTheSource_HasATestThatObeysIt()
    {
        var pieces = Pieces(FewestLetters);
        var all = Pieces(fewestLetters: 8);
        string[] obeyed = [.. _cases.Select(known => known.Advice), .. AdviceElsewhere.Obeyed.Keys, .. AdviceElsewhere.Pointers];

        string missing = string.Join("\n", pieces.Where(piece => !obeyed.Any(words => Shares(piece.Text, words)))
            .Select(piece => $"{piece.File}: {piece.Text}"));
        string stale = string.Join("\n", obeyed.Where(words => !all.Any(piece => Shares(piece.Text, words))));

        Assert.True(missing.Length == 0, $"No test obeys:\n{missing}");
        Assert.True(stale.Length == 0, $"No check says:\n{stale}");
        Assert.True(pieces.Count > 100);
    }

    /// <summary>Whether words of an advice, in which numbers and names stand, are of a text that has holes for these.</summary>
    private static bool Shares(string piece, string words)
    {
        string pattern = string.Join(".*", piece.Split('…').Select(Regex.Escape));
        if (Regex.IsMatch(words, pattern)) return true;
        foreach (string part in piece.Split('…'))
            if (part.Trim().Length >= FewestLetters
                && (words.Contains(part.Trim(), StringComparison.Ordinal) || part.Contains(words, StringComparison.Ordinal))) return true;
        return Regex.IsMatch(piece,
            string.Join(".*", Numbers().Split(words).Where(part => part.Trim().Length >= FewestLetters).Select(Regex.Escape).DefaultIfEmpty("no words")));
    }

    [GeneratedRegex(@"\(?[0-9][0-9E.+-]*\)?")]
    private static partial Regex Numbers();

    /// <summary>The texts of advice in the source, with … for what is put in.</summary>
    private static List<(string File, string Text)> Pieces(int fewestLetters)
    {
        string library = Path.Combine(SharedFolder.Repository, "src", "ScratchNN");
        string[] files =
        [
            .. Directory.EnumerateFiles(Path.Combine(library, "Diagnostics"), "*.cs", SearchOption.AllDirectories),
                .. Directory.EnumerateFiles(Path.Combine(library, "Data"), "ProfileComparison*.cs"),
            Path.Combine(library, "Training", "Clipping.cs"), Path.Combine(library, "Batches", "AnswerFindings.cs"),
        ];
        var pieces = new List<(string, string)>();
        var roots = files.Select(file => (File: file, Root: CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot())).ToArray();
        foreach (var (file, root) in roots)
        {
            string type = Path.GetFileName(file).Split('.')[0]; // of several files, perhaps
            var places = roots.Where(other => Path.GetFileName(other.File).Split('.')[0] == type).SelectMany(other => other.Root.DescendantNodes())
                .OfType<ParameterSyntax>().Where(parameter => parameter.Identifier.Text == "advice" && parameter.Parent?.Parent is MethodDeclarationSyntax)
                .Select(parameter =>
                    (Method: ((MethodDeclarationSyntax)parameter.Parent!.Parent!).Identifier.Text,
                        At: ((ParameterListSyntax)parameter.Parent).Parameters.IndexOf(parameter),
                        Count: ((ParameterListSyntax)parameter.Parent).Parameters.Count)).ToArray();
            foreach (var node in root.DescendantNodes())
                foreach (string text in Advice(node, places).SelectMany(Texts))
                    if (text.Count(char.IsLetter) >= fewestLetters && !pieces.Contains((Path.GetFileName(file), text)))
                        pieces.Add((Path.GetFileName(file), text));
        }
        return pieces;
    }

    /// <summary>
    /// The expressions of advice that a node holds: what is assigned to Advice, a local advice or usual, an argument in the place of advice, and properties and
    /// methods that are called so.
    /// </summary>
    private static IEnumerable<SyntaxNode> Advice(SyntaxNode node, (string Method, int At, int Count)[] places)
    {
        switch (node)
        {
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "Advice" or "advice" } } assignment:
                yield return assignment.Right;
                break;
            case VariableDeclaratorSyntax { Identifier.Text: "advice" or "usual", Initializer: { } initializer }:
                yield return initializer.Value;
                break;
            case PropertyDeclarationSyntax { Identifier.Text: "Advice" } property:
                yield return property;
                break;
            case MethodDeclarationSyntax { Identifier.Text: "Advice" or "Sentence" } method when method.Body != null || method.ExpressionBody != null:
                yield return (SyntaxNode?)method.Body ?? method.ExpressionBody!;
                break;
            case InvocationExpressionSyntax call:
                string name = call.Expression switch
                {
                    MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
                    IdentifierNameSyntax own =>
                    own.Identifier.Text,
                    _ => ""
                };
                var arguments = call.ArgumentList.Arguments;
                bool isOfPass = call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "pass" } }
                    && name == "Report";
                int at = isOfPass ? 2 : name == "Of" && call.Expression is MemberAccessExpressionSyntax { Expression: var data }
                    && (data.ToString() == "_data" || data.ToString().StartsWith("ComparedData.", StringComparison.Ordinal)) ? 1
                    : name is "Report" or "Differ" && !isOfPass
                        ? places.Where(place => place.Method == name).OrderBy(place => Math.Abs(place.Count - arguments.Count)).Select(place => place.At)
                            .DefaultIfEmpty(-1).First() : -1;
                if (at >= 0 && at < arguments.Count) yield return arguments[at].Expression;
                break;
            default:
                break;
        }
    }

    /// <summary>The texts in an expression; those that are added to one another, line after line, are one.</summary>
    private static IEnumerable<string> Texts(SyntaxNode node)
    {
        string joined = "";
        foreach (var part in Parts(node))
        {
            joined += Text(part);
            if (Text(part).Length > 0 && part is LiteralExpressionSyntax) continue;
            if (part is not InterpolatedStringExpressionSyntax && joined.Length > 0)
            {
                yield return joined;
                joined = "";
            }
            foreach (string text in part.ChildNodes().SelectMany(Texts)) yield return text;
        }
        if (joined.Length > 0) yield return joined;
    }

    /// <summary>What is added, from left to right.</summary>
    private static IEnumerable<SyntaxNode> Parts(SyntaxNode node) =>
        node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum ? [.. Parts(sum.Left), .. Parts(sum.Right)] : [node];

    private static string Text(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax { Token.Value: string text } => text,
        InterpolatedStringExpressionSyntax interpolated =>
            string.Concat(interpolated.Contents.Select(content => content is InterpolatedStringTextSyntax plain ? plain.TextToken.ValueText : "…")),
        _ => "",
    };
}
