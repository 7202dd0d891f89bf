namespace ScratchNN.Reporting;

/// <summary>A place on a chart that something takes, such as a flag or a text.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    private const double Ascent = 12, Descent = 3, Character = 7.2; // of text of 13, in the widest of the fonts that browsers take

    /// <summary>The place of a text from a point of its base line on.</summary>
    public static Box OfText(string text, double x, double y) => new(x, y - Ascent, x + WidthOf(text), y + Descent);

    public static double WidthOf(string text) => Character * text.Length;

    public bool Touches(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}
