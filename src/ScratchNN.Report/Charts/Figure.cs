namespace ScratchNN.Reporting;

/// <summary>A chart with its title above and its legend below.</summary>
internal static class Figure
{
    /// <summary>How many colours the style sheet has: c0 to c7.</summary>
    public const int Colours = 8;

    /// <param name="title">The caption.</param>
    /// <param name="drawing">The picture.</param>
    /// <param name="legend">The meaning of the colours; omitted for a single line.</param>
    public static Markup Of(string title, Markup drawing, IReadOnlyList<string>? legend = null)
    {
        var figure = new Markup().Add($"<figure><figcaption>{title}</figcaption>\n{drawing}");
        if (legend is { Count: > 1 })
        {
            figure.Add($"<ul class=\"legend\">");
            for (int i = 0; i < legend.Count; i++)
                figure.Add($"<li><svg viewBox=\"0 0 18 8\" aria-hidden=\"true\"><path class=\"line c{i % Colours}\" d=\"M1 4H17\"/></svg>{legend[i]}</li>");
            figure.Add($"</ul>\n");
        }
        return figure.Add($"</figure>\n");
    }
}
