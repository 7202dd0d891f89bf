using System.Text.RegularExpressions;

namespace ScratchNN.Tests;

/// <summary>What messages, comments and documents may not say: phrases at which a native reader stumbles.</summary>
public sealed partial class PlainEnglishTests
{
    private static readonly string[] _folders = ["src", "samples", "docs"];
    private static readonly string[] _documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

    [Fact]
    public void Prose_HasNoneOfThePhrases()
    {
        string[] files =
        [
            .. _documents.Select(name => Path.Combine(SharedFolder.Repository, name)),
            .. _folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedFolder.Repository, folder), "*", SearchOption.AllDirectories))
                .Where(IsProse),
        ];
        Assert.InRange(files.Length, 500, int.MaxValue); // there is something to look at

        Assert.Empty(
            from file in files
            from line in File.ReadLines(file).Select((text, number) => (Text: text, Number: number + 1))
            where Stumbles(file.EndsWith(".cs", StringComparison.Ordinal) ? ProseOf(line.Text) : line.Text)
            select $"{Path.GetRelativePath(SharedFolder.Repository, file)}({line.Number}): {line.Text.Trim()}");
    }

    [Theory]
    [InlineData("7 is no number"), InlineData("they are no labels"), InlineData("'x' is none of the classes"), InlineData("learned by heart"),
        InlineData("build the model anew")]
    [InlineData("is read rightly"), InlineData("some 2000 steps"), InlineData("leave the split away"), InlineData("a layer of one's own"),
        InlineData("in the midst of a step")]
    [InlineData("it stands twice in the list"), InlineData("checks are dear")]
    [InlineData("say the type Number"), InlineData("say Quotes = false"), InlineData("say --as number"), InlineData("mend these values")]
    [InlineData("if that is meant"), InlineData("if that is not meant"), InlineData("the result would be another")]
    [InlineData("5 epochs, which no training does"), InlineData("in the last 5 looks"), InlineData("what Adam remembers of weight[3]")]
    [InlineData("it was taken for a row"), InlineData("numbers to be met"), InlineData("a pickle, which nothing here executes")]
    [InlineData("they play no part"), InlineData("No column beside 'y' tells anything"), InlineData("training is at 0.1"), InlineData("an unbroken run")]
    [InlineData("the step made -Infinity of weight[3]"), InlineData("Of output 1 nothing is learned"), InlineData("to foretell a series")]
    public void Stumbles_AtATranslatedPhrase(string text) => Assert.True(Stumbles(text));

    [Theory]
    [InlineData("7 is not a number"), InlineData("there is no label"), InlineData("there are none"), InlineData("is no more than 3"),
        InlineData("are no longer read")]
    [InlineData("0 is no and 1 is yes"), InlineData("some rows"), InlineData("stands for a missing value"), InlineData("is no faster")]
    [InlineData("the findings say why"), InlineData("the equation beside the code"), InlineData("it looks at x"), InlineData("amended")]
    public void Stumbles_NotAtAPlainOne(string text) => Assert.False(Stumbles(text));

    private static bool IsProse(string path) =>
        Path.GetExtension(path) is ".cs" or ".md" or ".html"
            && !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "_site" or "api");

    /// <summary>Comments and texts of a line of C#.</summary>
    private static string ProseOf(string line) => string.Join('\n', Texts().Matches(line).Select(match => match.Value));

    private static bool Stumbles(string text) => Phrases().IsMatch(text);

    [GeneratedRegex("""
        //.*|"([^"\\]|\\.)*"
        """)]
    private static partial Regex Texts();

    [GeneratedRegex("""
        (?<!\b[Tt]here\ )\b(is|are|was|were)\ no\ 
            (?!(and|or|more|longer|such|one|faster|slower|better|worse|higher|lower|later|earlier|less|larger|smaller)\b)\w
        |(?<!\b[Tt]here\ )\b(is|are|was|were)\ none\ of\b
        |\bby\ heart\b|\banew\b|\brightly\b|\bsome\ [\d{]|\bleave\ [^.;:]{1,60}\ away\b|\bone's\ own\b|\bin\ the\ midst\b
        |\bstands?\ (twice|above|behind)\b|\b(is|are)\ dear\b
        |\bsay\ (the\ type|--\w|[A-Z]\w+\ =)|\bmend(s|ed|ing)?\b|\bif\ that\ is\ (not\ )?meant\b|\bwould\ be\ another\b|\b(\d|five\b)\ looks\b
        |\bwhich\ no\ (training|Fit)\ (does|has|reaches)\b|\bremembers\ of\b|\b(was|were)\ taken\ for\ (a|missing|texts?)\b|\bnumbers?\ to\ be\ met\b
        |\bnothing\ here\ executes\b|\bplays?\ no\ part\b|\b[Nn]o\ column\ beside\b|\btraining\ is\ at\b|\bunbroken\b|\bforetell
        |\bstep\ made\ [-\d{IN]|\bOf\ output\ [\d{]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Phrases();
}
