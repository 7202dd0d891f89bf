using System.Globalization;
using System.Text;

namespace Mnist;

/// <summary>Lines of text below a chart: its legend, and what was found. SVG breaks no lines, so this does.</summary>
/// <param name="top">Where the first begins.</param>
internal sealed class PictureNotes(double top)
{
    public const double Width = 420;

    /// <summary>What the style sheet of the report lacks.</summary>
    public const string Style = " svg .title { font-size: 15px; font-weight: 600; fill: var(--ink); } svg .found { fill: var(--ink); }";

    private const double Left = 8, Indent = 32, LineHeight = 18, Character = 7.2; // the widest of the fonts that browsers take has 7.2 on average
    private const int Colours = 8;

    private readonly StringBuilder _text = new();

    /// <summary>Where the picture ends.</summary>
    public double Bottom { get; private set; } = top;

    /// <summary>What the colours mean; of one line nothing is said.</summary>
    public void AddLegend(IReadOnlyList<string> names)
    {
        if (names.Count < 2) return;
        double x = Left;
        Bottom += LineHeight;
        for (int i = 0; i < names.Count; i++)
        {
            double width = 26 + (Character * names[i].Length);
            if (x > Left && x + width > Width) (x, Bottom) = (Left, Bottom + LineHeight);
            Append($"<path class=\"line c{i % Colours}\" d=\"M{x} {Bottom - 4}h18\"/><text x=\"{x + 24}\" y=\"{Bottom}\">{Escape(names[i])}</text>\n");
            x += width + 10;
        }
        Bottom += 8;
    }

    /// <summary>A finding with the flag that marks it in the chart.</summary>
    public void AddFinding(string number, string text)
    {
        Append($"<g class=\"flag\"><rect x=\"{Left}\" y=\"{Bottom + 5}\" width=\"16\" height=\"16\" rx=\"8\"/>");
        Append($"<text x=\"{Left + 8}\" y=\"{Bottom + 17.5}\" text-anchor=\"middle\">{number}</text></g>\n");
        AddLines(text, Indent, "found", Character);
    }

    public void AddText(string text) => AddLines(text, Left, "found", Character);

    /// <summary>What the picture is about, and what its chart shows.</summary>
    public void AddTitle(string title, string chart)
    {
        const double Bold = 9.6; // of 15
        AddLines(title, Left, "title", Bold);
        Bottom += LineHeight - 6;
        Append($"<text x=\"{Left}\" y=\"{Bottom}\">{Escape(chart)}</text>\n");
        Bottom += 8;
    }

    public override string ToString() => _text.ToString();

    private void AddLines(string text, double left, string style, double character)
    {
        foreach (string line in Wrap(text.Trim(), (int)((Width - left - Left) / character)))
        {
            Bottom += LineHeight;
            Append($"<text class=\"{style}\" x=\"{left}\" y=\"{Bottom}\">{Escape(line)}</text>\n");
        }
        Bottom += 8;
    }

    private static List<string> Wrap(string text, int most)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > most)
            {
                lines.Add(line);
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        lines.Add(line);
        return lines;
    }

    private void Append(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
