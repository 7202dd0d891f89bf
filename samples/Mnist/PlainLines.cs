using Spectre.Console;

namespace Mnist;

internal static class PlainLines
{
    /// <summary>Writes a line as it is: no markup, and not broken where a file has no width.</summary>
    public static void Line(this IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);
}
