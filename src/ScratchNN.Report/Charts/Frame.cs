namespace ScratchNN.Reporting;

/// <summary>The plane of a chart: its axes with ticks and labels, and where on it values stand.</summary>
/// <remarks>Charts are 420 wide, so that their text of 13 is readable on a phone, too; a wide page shows several side by side.</remarks>
internal sealed class Frame(Axis x, Axis y)
{
    public const double Width = 420, Height = 250, Left = 74, Right = 412, Top = 14, Bottom = 206;

    public double X(double value) => Left + (Math.Clamp(x.Place(value), -0.01, 1.01) * (Right - Left));

    public double Y(double value) => Bottom - (Math.Clamp(y.Place(value), -0.01, 1.01) * (Bottom - Top));

    /// <summary>An SVG with the axes and <paramref name="content"/> on them.</summary>
    /// <param name="description">A description for readers who cannot see it.</param><param name="content">The content.</param>
    public Markup Draw(string description, Markup content)
    {
        var svg = new Markup().Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{description}\">\n");
        foreach (var (value, text) in y.Ticks)
            svg.Add($"<line class=\"grid\" x1=\"{Left}\" y1=\"{Y(value)}\" x2=\"{Right}\" y2=\"{Y(value)}\"/><text x=\"{Left - 6}\" y=\"{Y(value) + 4}\" "
                + $"text-anchor=\"end\">{text}</text>\n");
        double last = double.NegativeInfinity;
        foreach (var (value, text) in x.Ticks)
        {
            double half = 4.3 * text.Length, at = Math.Min(X(value), Width - half);
            if (at - half < last + 6) continue; // it would touch the one before
            svg.Add($"<line class=\"tick\" x1=\"{X(value)}\" y1=\"{Bottom}\" x2=\"{X(value)}\" y2=\"{Bottom + 4}\"/><text x=\"{at}\" y=\"{Bottom + 18}\" "
                + $"text-anchor=\"middle\">{text}</text>\n");
            last = at + half;
        }
        svg.Add($"<path class=\"axis\" d=\"M{Left} {Top}V{Bottom}H{Right}\"/>\n");
        svg.Add($"<text class=\"unit\" x=\"{(Left + Right) / 2}\" y=\"{Bottom + 38}\" text-anchor=\"middle\">{x.Label}</text>\n");
        svg.Add($"<text class=\"unit\" transform=\"translate(13 {(Top + Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{y.Label}</text>\n");
        return svg.Add(content).Add($"</svg>\n");
    }
}
