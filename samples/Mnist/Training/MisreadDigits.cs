using System.Text;
using Spectre.Console;

namespace Mnist;

/// <summary>Draws some digits that were read wrongly; for some of them one cannot blame the network.</summary>
internal static class MisreadDigits
{
    private const int Gap = 3, Most = 6;
    private const float Ink = 0.35f;

    public static void Draw(IAnsiConsole console, ImageSet images, int[] predicted)
    {
        int width = Math.Max(images.Side, "3 read as 5".Length) + Gap, fitting = (console.Profile.Width + Gap) / width; // the last needs no gap
        int[] wrong = [.. Enumerable.Range(0, images.Count).Where(i => predicted[i] != images.Labels[i]).Take(Math.Min(Most, fitting))];
        if (wrong.Length == 0) return;
        console.WriteLine("Some that were read wrongly:");
        for (int y = 0; y < images.Side; y += 2)
            console.Line(Row(wrong.Select(image => HalfBlocks(images, image, y)), width));
        console.Line(Row(wrong.Select(image => $"{images.Labels[image]} read as {predicted[image]}"), width));
    }

    /// <summary>Two rows of pixels in one line of characters.</summary>
    private static string HalfBlocks(ImageSet images, int image, int y)
    {
        var text = new StringBuilder();
        for (int x = 0; x < images.Side; x++)
        {
            bool upper = images[image][(y * images.Side) + x] > Ink, lower = images[image][((y + 1) * images.Side) + x] > Ink;
            text.Append((upper, lower) switch { (true, true) => '█', (true, false) => '▀', (false, true) => '▄', _ => ' ' });
        }
        return text.ToString();
    }

    private static string Row(IEnumerable<string> parts, int width) => string.Concat(parts.Select(part => part.PadRight(width))).TrimEnd();
}
