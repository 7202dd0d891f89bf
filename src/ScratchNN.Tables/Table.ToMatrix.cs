using System.Globalization;

namespace ScratchNN.Tables;

public sealed partial class Table
{
    /// <summary>Columns as the float32 that models take; yes and no become 1 and 0.</summary>
    /// <param name="columns">Names, or numbers from 1. Default: all.</param>
    /// <returns>[rows × columns].</returns>
    /// <exception cref="InvalidDataException">A column holds texts or dates, a value is missing, or beyond what a float32 holds; the message names all such
    /// columns.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public float[,] ToMatrix(params ReadOnlySpan<string> columns)
    {
        var chosen = columns.IsEmpty ? this : Select(columns);
        var problems = chosen.Columns.Select(WhyNoFloats).OfType<string>().ToList();
        if (problems.Count > 0)
            throw new InvalidDataException(
                $"The table is not a matrix of numbers: {Words.Some(problems, 10)}. Drop these columns, or let TableSchema.Infer and its encoder turn "
                    + "them into numbers.");

        float[,] matrix = new float[chosen.RowCount, chosen.Columns.Count];
        for (int i = 0; i < chosen.Columns.Count; i++)
            for (int row = 0; row < chosen.RowCount; row++) matrix[row, i] = (float)chosen.Columns[i].Number(row);
        return matrix;
    }

    private static string? WhyNoFloats(TableColumn column)
    {
        if (!column.IsNumeric && column.Type != ColumnType.YesNo)
            return $"column {Words.Quoted(column.Name)} holds {column.Type.InWords()}, for example "
                + $"{Words.Quoted(column.Values.Count > 0 ? column.Values[0] : "")}";
        if (column.MissingCount > 0)
        {
            string lines = column.MissingLines.Count == 0 ? "" : $" (line {Words.Some(column.MissingLines, column.MissingCount, column.MissingLines.Count)})";
            return $"column {Words.Quoted(column.Name)} lacks {column.MissingCount} of {column.Count} values{lines}";
        }
        for (int row = 0; row < column.Count; row++)
            if (!float.IsFinite((float)column.Number(row)))
                return string.Create(CultureInfo.InvariantCulture,
                    $"column {Words.Quoted(column.Name)} holds {column.Number(row)} in row {row + 1}, beyond the largest float32, 3.4E+38");
        return null;
    }
}
