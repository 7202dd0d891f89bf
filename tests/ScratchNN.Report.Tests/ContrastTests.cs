using System.Globalization;
using System.Text.RegularExpressions;

namespace ScratchNN.Report.Tests;

/// <summary>The colours of the report and of samples/DigitPad, in light and dark: WCAG 2.2, level AA.</summary>
/// <remarks>W3C: Web Content Accessibility Guidelines 2.2, 1.4.3 (text 4.5 : 1) and 1.4.11 (lines of charts, frames of controls 3 : 1).</remarks>
public sealed class ContrastTests
{
    private const double Text = 4.5, Graphics = 3;

    [Theory]
    [InlineData("src/ScratchNN.Report/Page/Style.css", 0), InlineData("src/ScratchNN.Report/Page/Style.css", 1),
        InlineData("src/ScratchNN.Report/Page/Style.css", 2)]
    [InlineData("samples/DigitPad/Page/pad.css", 0), InlineData("samples/DigitPad/Page/pad.css", 1)]
    public void Colours_OfAScheme_AreApart(string file, int scheme)
    {
        string css = File.ReadAllText(Path.Combine(SharedFolder.Repository, file));
        var colours = Regex.Matches(Regex.Matches(css, @":root\s*\{(?<variables>[^}]*)\}")[scheme].Groups["variables"].Value,
            "--(?<name>[a-z0-9-]+): (?<colour>#[0-9a-f]+)")
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["colour"].Value);

        foreach (string ground in (string[])["ground", "card"])
        {
            foreach (string text in (string[])["ink", "soft", "accent", "bad", "warn", "good"]) Check(text, ground, Text);
            foreach (string line in (string[])["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "line", "other"]) Check(line, ground, Graphics);
        }
        Check("on-accent", "accent", Text);

        void Check(string name, string ground, double least)
        {
            if (!colours.TryGetValue(name, out string? colour)) return;
            double ratio = Ratio(Luminance(colour), Luminance(colours[ground]));
            Assert.True(ratio >= least,
                FormattableString.Invariant($"--{name} {colour} on --{ground} {colours[ground]}: {ratio:0.00} : 1, and {least} is wanted."));
        }
    }

    [Fact]
    public void Ratio_OfBlackAndWhite_Is21() => Assert.Equal(21, Ratio(Luminance("#000"), Luminance("#ffffff")), 1e-9);

    private static double Ratio(double a, double b) => (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

    private static double Luminance(string colour)
    {
        string digits = colour.Length == 4 ? string.Concat(colour[1..].Select(digit => $"{digit}{digit}")) : colour[1..];
        double[] rgb = [.. Enumerable.Range(0, 3)
            .Select(i => Linear(int.Parse(digits.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0))];
        return (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]);
    }

    private static double Linear(double channel) => channel <= 0.04045 ? channel / 12.92 : Math.Pow((channel + 0.055) / 1.055, 2.4);
}
