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

        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(new Text("")));
        for (int digit = 0; digit < 10; digit++)
            table.AddColumn(new TableColumn(Number(digit)).RightAligned().Padding(0, 0));
        for (int shown = 0; shown < 10; shown++)
            table.AddRow([Number(shown), .. Enumerable.Range(0, 10).Select(read => Cell(counts[shown, read], shown == read))]);
        return table;
    }

    private static Text Cell(int count, bool isRight) =>
        count == 0 ? new Text(".", Color.Grey) : Number(count, isRight ? Color.Green : Color.Red);

    /// <summary>No markup: for that, Spectre.Console compiles its list of all emoji, 3 MB.</summary>
    private static Text Number(int number, Style? style = null) => new(number.ToString(CultureInfo.InvariantCulture), style);
}
