namespace ScratchNN;

/// <summary>SNN002: a column of x that tells y by itself, as no other does: the answer may be among the inputs.</summary>
/// <remarks>
/// Rows are put in the order of a column. Of classes it is counted how often the row beside it, or most of those with the same value, has the same one; of one number how near those of rows side by
/// side are. Columns of zeros and ones are also looked at together: one-hot classes. Where several columns tell as much, as in a series, and where each target is a column, as in an autoencoder, there is no leak.
/// </remarks>
internal sealed class TellingColumn() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestRows = 100, MostColumns = 1 << 14, RowsAtFirst = 128;
    private const double LeastGap = 0.2; // of the range
    private const double Certain = 0.985, Likely = 0.95, CertainNumbers = 0.999, Less = 0.97; // of what chance leaves; of the variance; what a second column may tell

    public override void Examine(in CheckPass pass)
    {
        int columns = pass.Model.InputShape.Size, rows = pass.Rows.Length;
        if (columns is < 2 or > MostColumns || rows < FewestRows) return;
        var x = pass.Layers[0].Input;
        if (Labels(pass) is [_, ..] labels)
        {
            if (labels.CountBy(label => label).Max(count => count.Value) is var most && most < rows) ExamineClasses(pass, x, columns, labels, (double)most / rows);
        }
        else if (pass.Meaning == OutputKind.Numbers && pass.Targets.Length == rows) ExamineNumbers(pass, x, columns, pass.Targets.ToArray());
    }

    private static int[] Labels(in CheckPass pass)
    {
        if (pass.Data.ClassCounts.Length > 0) return pass.Labels.ToArray();
        if (pass.Meaning != OutputKind.OneClass || pass.Targets.IsEmpty || pass.Targets.IndexOfAnyExcept(0, 1) >= 0) return []; // soft ones are no classes
        int outputs = pass.Targets.Length / pass.Rows.Length;
        int[] labels = new int[pass.Rows.Length];
        for (int i = 0; i < pass.Targets.Length; i++)
            if (pass.Targets[i] > pass.Targets[((i / outputs) * outputs) + labels[i / outputs]]) labels[i / outputs] = i % outputs;
        return labels;
    }

    private void ExamineClasses(in CheckPass pass, ReadOnlySpan<float> x, int columns, int[] labels, double chance)
    {
        int told = -1, hot = 0, firstHot = -1, classes = labels.Distinct().Count();
        double best = 0, second = 0;
        float[] values = new float[labels.Length];
        int[] order = new int[labels.Length];
        for (int column = 0; column < columns; column++)
        {
            if (classes > 2 && IsIndicator(x, columns, column, labels) && hot++ == 0) firstHot = column;
            if (Lift(x, columns, column, labels, chance, RowsAtFirst, values, order) < Likely) continue;
            double lift = Lift(x, columns, column, labels, chance, labels.Length, values, order);
            if (lift > best) (best, second, told) = (lift, best, column);
            else second = Math.Max(second, lift);
        }
        if (best >= Certain && second < Less && (classes > 2 || HasGap(x, columns, told, labels)))
        {
            double share = chance + (best * (1 - chance));
            Report(
                pass, told, $"Column {told} of x tells the class by itself: rows beside each other in its order have the same one in {Percent(share)}, where chance is {NumberFormat.Percent(chance)}, and no other column tells as much.", share);
        }
        else if (hot >= classes - 1 && hot <= classes)
            Report(pass, firstHot, $"{hot} columns of x tell the class by themselves, column {firstHot} first: each is 1 for one class alone, and 0 for all others.", 1);
    }

    /// <summary>How often the class follows from a column, 0 as chance has it and 1 always.</summary>
    private static double Lift(ReadOnlySpan<float> x, int columns, int column, int[] labels, double chance, int rows, float[] values, int[] order)
    {
        int n = Math.Min(rows, labels.Length), right = 0;
        for (int i = 0; i < n; i++)
        {
            int row = (int)((long)i * labels.Length / n);
            (values[i], order[i]) = (x[(row * columns) + column], row);
        }
        Array.Sort(values, order, 0, n);
        for (int first = 0, end; first < n; first = end)
        {
            end = first + 1;
            while (end < n && values[end] == values[first]) end++;
            if (end - first > 1) right += order.AsSpan(first, end - first).ToArray().CountBy(row => labels[row]).Max(count => count.Value);
            else
            {
                double before = first == 0 ? double.PositiveInfinity : (double)values[first] - values[first - 1], after = end == n ? double.PositiveInfinity : (double)values[end] - values[first];
                if (labels[order[before < after ? first - 1 : Math.Min(end, n - 1)]] == labels[order[first]]) right++;
            }
            if (first == 0 && end == n) return 0; // one value
        }
        return (((double)right / n) - chance) / (1 - chance);
    }

    /// <summary>Whether the two classes lie apart in a column: a column that has a limit between two classes is knowledge, and no leak.</summary>
    private static bool HasGap(ReadOnlySpan<float> x, int columns, int column, int[] labels)
    {
        float[] values = new float[labels.Length];
        for (int row = 0; row < values.Length; row++) values[row] = x[(row * columns) + column];
        Array.Sort(values);
        double gap = 0;
        for (int i = 1; i < values.Length; i++) gap = Math.Max(gap, (double)values[i] - values[i - 1]);
        return gap > LeastGap * ((double)values[^1] - values[0]);
    }

    /// <summary>Whether a column of two values has the higher one for all rows of one class, and for no other.</summary>
    private static bool IsIndicator(ReadOnlySpan<float> x, int columns, int column, int[] labels)
    {
        float low = x[column], high = x[column];
        for (int at = column; at < x.Length; at += columns) (low, high) = (Math.Min(low, x[at]), Math.Max(high, x[at]));
        if (!(low < high)) return false;
        int label = -1;
        for (int row = 0; row < labels.Length; row++)
        {
            float value = x[(row * columns) + column];
            if (value != low && value != high) return false;
            if (value == high && label < 0) label = labels[row];
            else if (value == high && labels[row] != label) return false;
        }
        for (int row = 0; row < labels.Length; row++)
            if (labels[row] == label && x[(row * columns) + column] == low) return false;
        return true;
    }

    private void ExamineNumbers(in CheckPass pass, ReadOnlySpan<float> x, int columns, float[] targets)
    {
        double mean = 0, squares = 0, best = 0, second = 0;
        int told = -1, n = targets.Length;
        foreach (float target in targets) mean += target / (double)n;
        foreach (float target in targets) squares += (target - mean) * (target - mean);
        if (!(squares > 0) || !double.IsFinite(squares)) return;
        float[] values = new float[n];
        int[] order = new int[n];
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < n; row++) (values[row], order[row]) = (x[(row * columns) + column], row);
            Array.Sort(values, order);
            double steps = 0;
            for (int i = 1; i < n; i++) steps += ((double)targets[order[i]] - targets[order[i - 1]]) * ((double)targets[order[i]] - targets[order[i - 1]]);
            double explained = 1 - (steps / (2 * squares)); // von Neumann 1941
            if (explained > best) (best, second, told) = (explained, best, column);
            else second = Math.Max(second, explained);
        }
        if (best >= CertainNumbers && second < Less)
            Report(pass, told, $"Column {told} of x tells y by itself: in its order y goes from row to row without a jump, which explains {Percent(best)} of its variance, and no other column tells as much.", best);
    }

    private static string Percent(double share) => share > 0.995 && share < 1 ? "more than 99.5 %" : NumberFormat.Percent(share);

    private void Report(in CheckPass pass, int column, string title, double share) => pass.Report(new Finding
    {
        Code = Code,
        Severity = Severity.Info,
        Title = title,
        Advice = "Is it there when you ask the model? If it is made of y, or is filled in afterwards, or numbers rows in the order of y, drop it.",
        Tensor = $"x[{column}]",
        Evidence = new Dictionary<string, double> { ["column"] = column, ["told"] = share },
    });
}
