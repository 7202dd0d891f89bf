using System.Globalization;

namespace ScratchNN.Tables;

public sealed partial class Table
{
    /// <summary>Parts the rows in two, to train on and to test with: <c>var (train, test) = table.Split(0.2, stratifyBy: "survived");</c></summary>
    /// <remarks>
    /// Both parts are raw tables, so that an encoder is learned only from the training rows. The rows are those of <see cref="Dataset.Split"/> of the encoded
    /// table with the same split and seed, on every machine; both parts keep their order.
    /// </remarks>
    /// <param name="split">Which rows are held out to test: a share (0.2), <see cref="ScratchNN.Split.Last"/>, <see cref="ScratchNN.Split.ByGroup"/>, or
    /// <see cref="ScratchNN.Split.Stratified"/>.</param>
    /// <param name="stratifyBy">
    /// A column, by its name or its number from 1: the same share of each of its values is held out; missing values count as one value. Default null: the
    /// values do not matter.
    /// </param>
    /// <param name="seed">The seed for random choices. Default 0.</param>
    /// <returns>Copies of the rows.</returns>
    /// <exception cref="ArgumentException">
    /// A part would be empty, there is no such column, one of its values is in only one row, a stratified split lacks the column, or another split has one; or
    /// the number of groups is not that of the rows.
    /// </exception>
    public (Table Train, Table Test) Split(Split split, string? stratifyBy = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(split);
        if (RowCount == 0) throw new InvalidOperationException("The table has no rows to split.");
        bool isShare = double.TryParse(split.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double share), isStratified = split.ToString()
            .StartsWith("stratified", StringComparison.Ordinal);
        if (isStratified && stratifyBy == null)
            throw new ArgumentException($"A {split} split needs a column to stratify by: table.Split(…, stratifyBy: \"{Columns[^1].Name}\").",
                nameof(stratifyBy));
        if (stratifyBy != null && !isShare && !isStratified)
            throw new ArgumentException(
                $"The split '{split}' chooses rows by position or group, not by the values of {Words.Quoted(stratifyBy)}: leave {nameof(stratifyBy)} out.",
                nameof(stratifyBy));

        int[] labels = stratifyBy == null ? new int[RowCount] : Strata(this[stratifyBy]);
        var fold = Dataset.From(new float[RowCount, 1], labels).Split(stratifyBy != null && isShare ? ScratchNN.Split.Stratified(share) : split, seed);
        return (Subset([.. fold.TrainRows]), Subset([.. fold.TestRows]));
    }

    /// <summary>The number of each row's value, in the order of the classes of a recipe; the last is for missing ones.</summary>
    private static int[] Strata(TableColumn column)
    {
        string[] names = TableSchema.ClassesOf(column);
        int[] labels = new int[column.Count];
        int[] counts = new int[names.Length + 1];
        var numbers = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
        for (int row = 0; row < labels.Length; row++) counts[labels[row] = column.Text(row) is { } text ? numbers[text] : names.Length]++;
        int alone = Array.IndexOf(counts, 1);
        return alone < 0 ? labels : throw new ArgumentException(
            $"Column {Words.Quoted(column.Name)} {(alone == names.Length ? "has no value" : $"is {Words.Quoted(names[alone])}")} only in row "
            + $"{Array.IndexOf(labels, alone) + 1}, "
            + "which cannot be on both sides of the split: leave the row out, or split without stratifyBy.", nameof(column));
    }
}
