using System.Globalization;
using Spectre.Console;

namespace Mnist;

/// <summary>Which digit was read as which: right ones stand on the diagonal.</summary>
internal static class ConfusionMatrix
{
    public static Table Of(int[] labels, int[] predicted)
    {
        int[,] counts = new int[10, 10];
        for (int i = 0; i < labels.Length; i++) counts[labels[i], predicted[i]]++;

        var table = new Table().Border(TableBorder.Simple).AddColumn("shown \\ read");
        for (int digit = 0; digit < 10; digit++)
            table.AddColumn(new TableColumn(Text(digit)).RightAligned());
        for (int shown = 0; shown < 10; shown++)
            table.AddRow([Text(shown), .. Enumerable.Range(0, 10).Select(read => Cell(counts[shown, read], shown == read))]);
        return table;
    }

    private static string Cell(int count, bool isRight) =>
        count == 0 ? "[grey].[/]" : isRight ? $"[green]{Text(count)}[/]" : $"[red]{Text(count)}[/]";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
