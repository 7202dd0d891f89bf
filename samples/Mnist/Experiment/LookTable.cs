using System.Globalization;
using Spectre.Console;

namespace Mnist;

/// <summary>Looks as lines: iteration, accuracy, and how many images were read as each digit.</summary>
internal static class LookTable
{
    public static void WriteHeader(IAnsiConsole console) =>
        console.Line("iteration  accuracy  read as 0" + string.Concat(Enumerable.Range(1, 9).Select(digit => $"{digit,6}")));

    public static void WriteEnd(IAnsiConsole console, ExperimentResult result)
    {
        if (result.Canceled) console.Line($"canceled after {result.Iterations} iterations");
    }

    public static void WriteRow(IAnsiConsole console, Look look) =>
        console.Line(string.Create(CultureInfo.InvariantCulture, $"{look.Iteration,9}  {look.Accuracy,8:0.0000}    ")
            + string.Concat(look.Predictions.Select(count => $"{count,6}")));
}
