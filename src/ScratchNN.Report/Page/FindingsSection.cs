namespace ScratchNN.Reporting;

/// <summary>What the checks found: in order of time, then each with its numbers and a picture of them.</summary>
internal static class FindingsSection
{
    public static Markup Write(FitRecord record, IReadOnlyList<NumberedFinding> findings, Ending? ending)
    {
        var section = new Markup();
        if (findings.Count == 0) section.Add($"<p>{(ending == null ? "Nothing so far." : "Nothing. Every check ran, and none found anything wrong.")}</p>\n");
        if (findings.Count > 1) AddStory(section, findings);
        foreach (var finding in findings) section.Add(Card(record, finding, findings));
        if (ending?.History.TakenBack is { Count: > 0 } taken)
            section.Add($"<p class=\"soft\">Suspected for a while, and withdrawn because the model learned: "
                + $"{string.Join(", ", taken.Select(finding => finding.Code).Distinct())}.</p>\n");
        return section;
    }

    private static void AddStory(Markup section, IReadOnlyList<NumberedFinding> findings)
    {
        section.Add($"<p>In order of time:</p>\n<ol class=\"story\">");
        foreach (var finding in findings.OrderBy(finding => finding.Finding.Step ?? -1).ThenBy(finding => finding.Number))
            section.Add($"<li><b class=\"badge\">{finding.Number}</b><span>{Capital(finding.When)}: <a "
                + $"href=\"#finding-{finding.Number}\">{finding.Finding.Code}</a>. {finding.Finding.Title}</span></li>\n");
        section.Add($"</ol>\n<p>Charts mark each finding with its number. Below, the likeliest cause comes first.</p>\n");
    }

    private static Markup Card(FitRecord record, NumberedFinding numbered, IReadOnlyList<NumberedFinding> all)
    {
        var (finding, word) = (numbered.Finding, numbered.Finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        var card = new Markup()
            .Add($"<article class=\"finding {word}\" id=\"finding-{numbered.Number}\">\n<h3><b class=\"badge\">{numbered.Number}</b> {finding.Title}</h3>\n");
        card.Add($"<p class=\"soft\"><span class=\"tag\">{finding.Code}, {word}</span>, {numbered.When}</p>\n<p>{finding.Advice}</p>\n");
        if (finding.FollowsFrom is { } cause) card.Add($"<p>It follows from {cause}.</p>\n");
        if (finding.RuledOut.Count > 0) card.Add($"<p class=\"soft\">Ruled out: {string.Join("; ", finding.RuledOut)}.</p>\n");
        if (finding.Evidence.Count > 0)
        {
            card.Add($"<ul class=\"evidence\">");
            foreach (var (name, value) in finding.Evidence) card.Add($"<li>{name} <b>{Number.Text(value)}</b></li>");
            card.Add($"</ul>\n");
        }
        var drawn = EvidenceCharts.Of(record, numbered, all);
        if (!drawn.IsEmpty) card.Add($"<div class=\"charts\">\n{drawn}</div>\n");
        if (finding.Link is { } link) card.Add($"<p><a href=\"{link}\">More about {finding.Code}</a></p>\n");
        return card.Add($"</article>\n");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
