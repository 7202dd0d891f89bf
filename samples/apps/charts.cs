#!/usr/bin/env dotnet

// Cuts charts out of a report, each as an SVG of its own for a page: dotnet run charts.cs -- REPORT FOLDER NAME=TITLE…
// A TITLE is what stands above the chart; the first that begins so is taken. Colours are those of the report, dark and light.
using System.Net;
using System.Text.RegularExpressions;

if (args is not [var report, var folder, .. var wanted] || wanted.Length == 0)
{
    Console.Error.WriteLine("Usage: dotnet run charts.cs -- REPORT FOLDER NAME=TITLE…");
    return 2;
}
string page = File.ReadAllText(report);
string style = Cut(page, "<style>\n", "</style>");
string colours = string.Join('\n', style.Split('\n').Where(line => Chart().IsMatch(line)));
string ground = "svg { background: var(--ground); }";
foreach (string each in wanted)
{
    var (name, title) = each.Split('=', 2) is [var left, var right] ? (left, right) : throw new ArgumentException($"{each} is not NAME=TITLE.");
    var figure = Regex.Matches(page, "<figure><figcaption>(?<title>.*?)</figcaption>\n<svg (?<head>[^>]*)>(?<body>.*?)</svg>", RegexOptions.Singleline)
        .FirstOrDefault(match => WebUtility.HtmlDecode(match.Groups["title"].Value).StartsWith(title, StringComparison.Ordinal));
    if (figure == null)
    {
        Console.Error.WriteLine($"{report} has no chart whose title begins with '{title}'.");
        return 1;
    }
    string body = Regex.Replace(figure.Groups["body"].Value, "</?a( [^>]*)?>", ""); // a picture leads nowhere
    File.WriteAllText(Path.Combine(folder, $"{name}.svg"), $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" {figure.Groups["head"].Value}>\n<style>\n{colours}\n{ground}\n</style>{body}</svg>\n");
    Console.WriteLine(Path.Combine(folder, $"{name}.svg"));
}
return 0;

static string Cut(string text, string from, string to)
{
    int begin = text.IndexOf(from, StringComparison.Ordinal) + from.Length;
    return text[begin..text.IndexOf(to, begin, StringComparison.Ordinal)];
}

internal static partial class Program
{
    /// <summary>The lines of the style sheet that colour charts.</summary>
    [GeneratedRegex(@"^(:root|@media \(prefers|  --c0|svg|\.(grid|line|band|mark|bar|heat))")]
    private static partial Regex Chart();
}
