using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Mnist;

/// <summary>The charts of a report, each as an SVG that needs nothing else, in the colours of the report, dark and light.</summary>
/// <param name="page">The report's HTML.</param>
internal sealed partial class ReportCharts(string page)
{
    /// <summary>A chart with its legend.</summary>
    /// <param name="title">What the chart's title begins with.</param>
    /// <exception cref="InvalidDataException">There is no such chart.</exception>
    public string Plain(string title)
    {
        var (chart, body, height) = Find(title);
        var notes = new PictureNotes(height);
        notes.AddLegend(LegendOf(chart));
        return Svg(notes, chart.Groups["label"].Value, body);
    }

    /// <summary>A chart with its title, its legend, and how the Fit went: what was found, or that nothing was.</summary>
    /// <inheritdoc cref="Plain"/>
    public string Explained(string title)
    {
        var (chart, body, height) = Find(title);
        var head = new PictureNotes(0);
        head.AddTitle(Text(TitlePattern().Match(page).Groups["title"].Value), Text(chart.Groups["title"].Value));
        var notes = new PictureNotes(head.Bottom + height);
        notes.AddLegend(LegendOf(chart));
        var findings = FindingPattern().Matches(page).OrderBy(match => StepOf(match.Groups["when"].Value)).ToArray();
        foreach (var finding in findings)
            notes.AddFinding(finding.Groups["number"].Value,
                $"{finding.Groups["code"].Value}, {finding.Groups["when"].Value}: {FirstClause(Text(finding.Groups["title"].Value))}");
        if (findings.Length == 0) notes.AddText($"{Text(VerdictPattern().Match(page).Groups["words"].Value)} {Accuracy()}");
        return Svg(notes, chart.Groups["label"].Value,
            string.Create(CultureInfo.InvariantCulture, $"\n{head}<g transform=\"translate(0 {head.Bottom})\">{body}</g>\n"));
    }

    private (Match Chart, string Body, double Height) Find(string title)
    {
        var chart = ChartPattern().Matches(page).FirstOrDefault(match => Text(match.Groups["title"].Value).StartsWith(title, StringComparison.Ordinal))
            ?? throw new InvalidDataException($"The report has no chart whose title begins with '{title}'.");
        // a picture leads nowhere, and is about all that it shows
        string body = LinkPattern().Replace(chart.Groups["body"].Value, "").Replace("flag subject", "flag", StringComparison.Ordinal);
        return (chart, body, double.Parse(chart.Groups["height"].Value, CultureInfo.InvariantCulture));
    }

    private string Svg(PictureNotes notes, string label, string content)
    {
        string style = StylePattern().Match(page).Groups["style"].Value; // on a screen
        string colours = string.Join('\n', style.Split('\n').Where(line => ChartStylePattern().IsMatch(line)));
        string box = string.Create(CultureInfo.InvariantCulture, $"0 0 {PictureNotes.Width} {notes.Bottom}");
        string head = $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" viewBox=\"{box}\" role=\"img\" aria-label=\"{label}\">";
        return $"{head}\n<style>\n{colours}\nsvg {{ background: var(--ground); }}{PictureNotes.Style}\n</style>{content}{notes}</svg>\n";
    }

    /// <summary>How many of the test images are read correctly, if the report says so.</summary>
    private string Accuracy() => AccuracyPattern().Match(page) is { Success: true } match ? $"Accuracy on test data: {match.Groups["share"].Value}." : "";

    private static IReadOnlyList<string> LegendOf(Match chart) =>
        [.. LegendPattern().Matches(chart.Groups["legend"].Value).Select(match => Text(match.Groups["name"].Value))];

    /// <summary>0 before the first step.</summary>
    private static long StepOf(string when) => long.Parse($"0{string.Concat(when.Where(char.IsAsciiDigit))}", CultureInfo.InvariantCulture);

    private static string FirstClause(string title) => title.Split(": ")[0].TrimEnd('.');

    private static string Text(string html) => WebUtility.HtmlDecode(html);

    [GeneratedRegex("<figure><figcaption>(?<title>.*?)</figcaption>\n<svg viewBox=\"0 0 420 (?<height>[0-9.]+)\" role=\"img\" "
        + "aria-label=\"(?<label>[^\"]*)\">(?<body>.*?)</svg>\n(?<legend><ul class=\"legend\">.*?</ul>)?", RegexOptions.Singleline)]
    private static partial Regex ChartPattern();

    [GeneratedRegex("</svg>(?<name>[^<]*)</li>")]
    private static partial Regex LegendPattern();

    [GeneratedRegex("<article class=\"finding (error|warning)\" id=\"finding-(?<number>[0-9]+)\">\n<h3><b class=\"badge\">[0-9]+</b> (?<title>.*?)</h3>\n<p "
        + "class=\"soft\"><span class=\"tag\">(?<code>[A-Z0-9]+), [a-z]+</span>, (?<when>[^<]*)</p>")]
    private static partial Regex FindingPattern();

    [GeneratedRegex("<div class=\"verdict[^>]*><p><b>(?<words>.*?)</b>")]
    private static partial Regex VerdictPattern();

    [GeneratedRegex("<b>(?<share>[^<]*)</b><span>accuracy, test data</span>")]
    private static partial Regex AccuracyPattern();

    [GeneratedRegex("<h1>(?<title>.*?)</h1>")]
    private static partial Regex TitlePattern();

    [GeneratedRegex("<style>\n(?<style>.*?)\n@media print", RegexOptions.Singleline)]
    private static partial Regex StylePattern();

    /// <summary>The lines of the style sheet that colour charts.</summary>
    [GeneratedRegex(@"^(:root|@media \(prefers|  --c0|svg|\.(grid|line|band|mark|bar|heat))")]
    private static partial Regex ChartStylePattern();

    [GeneratedRegex("</?a( [^>]*)?>")]
    private static partial Regex LinkPattern();
}
