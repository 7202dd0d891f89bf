using ScratchNN.Numerics;
using ScratchNN.Tables;

namespace Tables;

/// <summary>A table in two: rows to train and rows to test, drawn at random; of each class the same share.</summary>
internal static class TableSplit
{
    public static (Table Train, Table Test) Of(Table table, TableTarget target, double testShare, ulong seed)
    {
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        var random = new RandomStream(seed, stream: 0);
        for (int i = rows.Length - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }

        var column = table[target.Column];
        var groups = rows.GroupBy(row => target.IsClass ? column.Text(row)! : "").OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToArray()).ToList();
        List<int> train = [], test = [];
        double due = 0;
        foreach (int[] group in groups)
        {
            due += testShare * group.Length; // what rounding kept from small classes goes to the next
            int count = Math.Clamp((int)Math.Round(due), 0, group.Length - 1); // every class is trained on
            due -= count;
            test.AddRange(group[..count]);
            train.AddRange(group[count..]);
        }
        if (test.Count == 0)
            throw new ArgumentException(
                $"The target {target.Column} has {groups.Count} classes in {table.RowCount} rows: none can be kept for a test. If its values are numbers, "
                    + "use --as number.");
        return (table.Subset([.. train.Order()]), table.Subset([.. test.Order()]));
    }
}
