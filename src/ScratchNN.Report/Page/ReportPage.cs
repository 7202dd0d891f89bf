using System.Text;

namespace ScratchNN.Reporting;

/// <summary>The whole page: head, verdict, and a section for each part that there is something to show of.</summary>
internal static class ReportPage
{
    private static readonly string _style = ReadStyle();

    /// <param name="record">What was seen.</param>
    /// <param name="ending">How the Fit ended; null while it runs.</param>
    /// <param name="title">What is on top.</param>
    /// <param name="image">The shape of samples that are images.</param>
    public static string Write(FitRecord record, Ending? ending, string title, Shape? image)
    {
        var findings = NumberedFinding.Of(record, ending?.History);
        (string Id, string Heading, Markup Content)[] sections =
        [
            ("findings", "What was found", FindingsSection.Write(record, findings, ending)),
            ("curves", "Curves", CurvesSection.Write(record, findings, ending)),
            ("answers", "Answers", AnswersSection.Write(record, ending, image)),
            ("layers", "Layers", LayersSection.Write(record, image)),
            ("data", "Data", DataSection.Write(record, image)),
            ("facts", "How to reproduce it", FactsSection.Write(record)),
        ];
        sections = [.. sections.Where(section => !section.Content.IsEmpty)];
        var page = new Markup();
        page.Add($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
            + $"initial-scale=1\">\n");
        if (ending == null) page.Add($"<meta http-equiv=\"refresh\" content=\"2\">\n");
        page.Add($"<title>{title}</title>\n<style>\n").AddRaw(_style)
            .Add($"</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n<h1>{title}</h1>\n");
        page.Add($"<p class=\"soft\">{record.Model.InputShape.ToString()} → {record.Model.OutputShape.ToString()}, "
            + $"{Number.Count(record.Model.Parameters.Length)} parameters, begun {record.Begun.ToString("yyyy-MM-dd HH:mm")}</p>\n");
        page.Add($"<nav aria-label=\"Sections\"><ul>");
        foreach (var (id, heading, _) in sections) page.Add($"<li><a href=\"#{id}\">{heading}</a></li>");
        page.Add($"</ul></nav>\n</header>\n<main id=\"main\">\n").Add(SummarySection.Write(record, findings, ending));
        foreach (var (id, heading, content) in sections) page.Add($"<section id=\"{id}\">\n<h2>{heading}</h2>\n{content}</section>\n");
        return page.Add($"</main>\n</body>\n</html>\n").ToString();
    }

    private static string ReadStyle()
    {
        using var reader = new StreamReader(typeof(ReportPage).Assembly.GetManifestResourceStream("Style.css")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
