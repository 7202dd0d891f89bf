using System.Globalization;

namespace ScratchNN;

public sealed partial class ConfusionMatrix
{
    private const int MostShown = 20, MostMistakes = 10;

    /// <summary>The table, with the names of the classes; of more than 20 classes, the most frequent mistakes.</summary>
    public override string ToString() => Classes <= MostShown ? Table() : Mistakes();

    /// <summary>The name of a class, or its number.</summary>
    internal string NameOf(int label) => ClassNames?[label] ?? label.ToString(CultureInfo.InvariantCulture);

    /// <summary>A count as a whole number, a sum of weights with up to two digits.</summary>
    internal static string Text(double weight) => weight.ToString("0.##", CultureInfo.InvariantCulture);

    private string Table()
    {
        var table = new TextTable(["actual \\ predicted", .. Enumerable.Range(0, Classes).Select(NameOf)]);
        for (int actual = 0; actual < Classes; actual++)
        {
            int row = actual;
            table.Add([NameOf(actual), .. Enumerable.Range(0, Classes).Select(predicted => Text(this[row, predicted]))]);
        }
        return table.ToString();
    }

    private string Mistakes()
    {
        var mistakes = _pairs.Where(pair => pair.Key.Actual != pair.Key.Predicted).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Take(MostMistakes).ToList();
        var table = new TextTable(["actual", "predicted", "samples"]);
        foreach (var ((actual, predicted), weight) in mistakes) table.Add([NameOf(actual), NameOf(predicted), Text(weight)]);
        double right = 0;
        for (int label = 0; label < Classes; label++) right += Counts.Right(label);
        return $"{Classes} classes, {Text(right)} of {Text(Counts.Total)} samples "
            + $"right{(mistakes.Count == 0 ? "" : $"; the most frequent mistakes:{Environment.NewLine}{table}")}";
    }
}
