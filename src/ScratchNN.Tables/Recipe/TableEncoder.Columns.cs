using System.Globalization;

namespace ScratchNN.Tables;

public sealed partial class TableEncoder
{
    private TableColumn[] Find(Table table)
    {
        var problems = new List<string>();
        var found = new TableColumn[_columns.Length];
        for (int i = 0; i < found.Length; i++)
        {
            string name = _columns[i].Name;
            var column = table.Columns.FirstOrDefault(column => column.Name == name);
            if (column == null) problems.Add($"there is no column {Words.Quoted(name)}{Hint(name, table)}");
            else if (_columns[i].WhyNot(column) is { } reason) problems.Add($"column {Words.Quoted(name)} {reason}");
            else found[i] = column;
        }
        return problems.Count == 0 ? found : throw new ArgumentException(
            $"The table does not match the one that the model was trained on: {Words.Some(problems)}. It has the columns "
                + $"{Words.Some([.. table.Columns.Select(column => column.Name)], 20)}.",
            nameof(table));
    }

    /// <summary>Adds the columns of a row that the table did not have.</summary>
    /// <returns>The columns that there are, where a name is like none of them; else nothing.</returns>
    private string AddUnknown(TableRow row, List<string> problems)
    {
        string known = "";
        foreach (string name in row.Columns)
        {
            if (name == _target || _columns.Any(column => column.Name == name) || LeftOut.Any(column => column.Column == name)) continue;
            string? near = Words.Nearest(name, _columns.Select(column => column.Name));
            problems.Add($"there is no column {Words.Quoted(name)}{(near == null ? "" : $"; did you mean {Words.Quoted(near)}?")}");
            if (near == null && known.Length == 0) known = $" {Words.Columns(name, [.. _columns.Select(column => column.Name)], "The model takes")}";
        }
        return known;
    }

    private string Hint(string name, Table table) =>
        Words.Nearest(name, table.Columns.Select(column => column.Name).Where(other => !_columns.Any(column => column.Name == other))) is { } near
            ? $" (is it {Words.Quoted(near)}?)" : "";

    private Targets Numbers(TableColumn target)
    {
        if (!target.IsNumeric)
            throw new ArgumentException($"The target {Words.Quoted(_target)} holds {target.Type.InWords()}, but the model predicts a number.");
        float[] y = new float[target.Count];
        for (int row = 0; row < y.Length; row++)
            if (!float.IsFinite(y[row] = (float)target.Number(row)))
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                        $"The target {Words.Quoted(_target)} is {target.Number(row)} in row {row + 1}, beyond the largest float32, 3.4E+38."));
        return y;
    }

    private float[] Weights(Table table)
    {
        string name = Words.Quoted(Weight);
        var column = table.Columns.FirstOrDefault(column => column.Name == Weight)
            ?? throw new ArgumentException($"The table has no column {name} with the weights of its rows{Hint(Weight!, table)}.", nameof(table));
        if (!column.IsNumeric)
            throw new ArgumentException($"The weight {name} holds {column.Type.InWords()}, but weights are numbers of at least 0.", nameof(table));
        float[] weights = new float[column.Count];
        for (int row = 0; row < weights.Length; row++)
            if (!((weights[row] = (float)column.Number(row)) >= 0 && float.IsFinite(weights[row])))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The weight {name} is {column.Text(row) ?? "missing"} in row {row + 1}: weights are numbers from 0 to 3.4E+38. Leave the row out, "
                        + $"or give it a weight."), nameof(table));
        return weights;
    }

    private Targets Labels(TableColumn target)
    {
        int[] y = new int[target.Count];
        for (int row = 0; row < y.Length; row++)
            if (!_classes!.TryGetValue(target.Text(row)!, out y[row]))
                throw new ArgumentException($"The target {Words.Quoted(_target)} is {Words.Quoted(target.Text(row))} in row {row + 1}, "
                    + $"which is not one of the classes {Words.Some([.. ClassNames!.Select(name => Words.Quoted(name))], 10)}.");
        return y;
    }
}
