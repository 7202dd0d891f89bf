namespace ScratchNN.Reporting;

/// <summary>Shares over the steps: a row for each class, darker where its share is larger.</summary>
internal sealed record HeatMap(string Title, IReadOnlyList<string> Rows, IReadOnlyList<(double From, double To, double[] Shares)> Columns)
{
    public Markup Draw()
    {
        if (Columns.Count == 0) return new Markup();
        double height = (Frame.Bottom - Frame.Top) / Rows.Count;
        int by = (int)Math.Ceiling(14 / height); // rows with a name
        var x = Axis.Exact("step", Columns[0].From, Columns[^1].To);
        var frame = new Frame(x, Axis.Exact("share of predictions by class", 0, 1));
        var svg = new Markup().Add($"<svg viewBox=\"0 0 {Frame.Width} {Frame.Height}\" role=\"img\" aria-label=\"{Description()}\">\n");
        for (int row = 0; row < Rows.Count; row++)
        {
            double y = Frame.Top + (row * height);
            if (row % by == 0) svg.Add($"<text x=\"{Frame.Left - 6}\" y=\"{y + (height / 2) + 4}\" text-anchor=\"end\">{Short(Rows[row])}</text>\n");
            for (int i = 0; i < Columns.Count; i++)
            {
                int tone = Tone(Columns[i].Shares[row]), first = i;
                if (tone == 0) continue;
                while (i + 1 < Columns.Count && Tone(Columns[i + 1].Shares[row]) == tone) i++; // the same tone goes on
                svg.Add($"<rect class=\"heat h{tone}\" x=\"{frame.X(Columns[first].From)}\" y=\"{y}\" "
                    + $"width=\"{frame.X(Columns[i].To) - frame.X(Columns[first].From)}\" height=\"{height}\"/>\n");
            }
        }
        foreach (var (value, text) in x.Ticks)
            svg.Add($"<text x=\"{Math.Min(frame.X(value), Frame.Width - (4.3 * text.Length))}\" y=\"{Frame.Bottom + 18}\" "
                + $"text-anchor=\"middle\">{text}</text>\n");
        svg.Add($"<path class=\"axis\" d=\"M{Frame.Left} {Frame.Top}V{Frame.Bottom}H{Frame.Right}\"/>\n<text class=\"unit\" "
            + $"x=\"{(Frame.Left + Frame.Right) / 2}\" y=\"{Frame.Bottom + 38}\" text-anchor=\"middle\">step</text>\n");
        svg.Add($"<text class=\"unit\" transform=\"translate(13 {(Frame.Top + Frame.Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">class</text></svg>\n");
        return Figure.Of($"{Title}: the darker, the more often", svg);
    }

    /// <summary>0 for nothing, 1 to 10 for shares: a class of ten that gets its share is 1 throughout.</summary>
    private static int Tone(double share) => share > 0 ? Math.Max(1, (int)Math.Round(10 * share)) : 0;

    private string Description()
    {
        double[] last = Columns[^1].Shares;
        int most = Array.IndexOf(last, last.Max());
        return $"{Title}. In the end {Number.Percent(last[most])} are class {Rows[most]}.";
    }

    private static string Short(string name) => name.Length <= 7 ? name : name[..6] + "…";
}
