namespace ScratchNN;

/// <summary>SNN002: a column of x that gives y away, as no other does: the answer may be among the inputs.</summary>
/// <remarks>
/// Rows are put in the order of a column. Of classes it is counted how often the row beside it, or most of those with the same value, has the same one; of one
/// number how near those of rows side by side are. Columns of zeros and ones are also looked at together: one-hot classes. Where several columns tell as much,
/// as in a series, and where each target is a column, as in an autoencoder, there is no leak.
/// </remarks>
internal sealed class TellingColumn() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestRows = 100, MostColumns = 1 << 14, RowsAtFirst = 128, ColumnsPerWorker = 32;
    private const double Certain = 0.985, CertainNumbers = 0.999, Less = 0.97; // of what chance leaves; of the variance; what a second column may tell
    private const double Likely = 0.95, LikelyNumbers = 0.5; // of few rows, which are further apart

    public override void Examine(in CheckPass pass)
    {
        int columns = pass.Model.InputShape.Size, rows = pass.Rows.Length;
        if (columns is < 2 or > MostColumns || rows < FewestRows) return;
        if (Labels(pass) is [_, ..] labels)
        {
            var classes = new ClassesByColumn(labels);
            if (classes.Classes > 1) ExamineClasses(pass, ProbeColumns.Of(pass), classes);
        }
        else if (pass.Meaning == OutputKind.Numbers && pass.Targets.Length == rows && NumbersByColumn.Of(pass.Targets.ToArray()) is { } numbers)
            ExamineNumbers(pass, ProbeColumns.Of(pass), numbers);
    }

    private static int[] Labels(in CheckPass pass)
    {
        if (pass.Data.ClassCounts.Length > 0) return pass.Labels.ToArray();
        if (pass.Meaning != OutputKind.OneClass || pass.Targets.IsEmpty || pass.Targets.IndexOfAnyExcept(0, 1) >= 0) return []; // soft ones are not classes
        int outputs = pass.Targets.Length / pass.Rows.Length;
        int[] labels = new int[pass.Rows.Length];
        for (int i = 0; i < pass.Targets.Length; i++)
            if (pass.Targets[i] > pass.Targets[((i / outputs) * outputs) + labels[i / outputs]]) labels[i / outputs] = i % outputs;
        return labels;
    }

    private void ExamineClasses(in CheckPass pass, ProbeColumns x, ClassesByColumn classes)
    {
        int hot = 0, firstHot = -1;
        for (int column = 0; column < x.Count && classes.Classes > 2; column++)
            if (classes.IsIndicator(x[column]) && hot++ == 0) firstHot = column;
        var (told, best, second) = Seek(x, classes, Likely, pass.Workers);
        if (best >= Certain && second < Less && (classes.Classes > 2 || ClassesByColumn.HasGap(x[told])))
        {
            double share = classes.Chance + (best * (1 - classes.Chance));
            Report(
                pass, told, $"Column {told} of x tells the class by itself: sorted by it, adjacent rows have the same class {Percent(share)} of "
                    + $"the time, where chance is {NumberFormat.Percent(classes.Chance)}, and no other column tells as much.", share);
        }
        else if (hot >= classes.Classes - 1 && hot <= classes.Classes)
            Report(pass, firstHot,
                $"{hot} columns of x tell the class by themselves, column {firstHot} first: each is 1 for one class alone, and 0 for all others.", 1);
    }

    private void ExamineNumbers(in CheckPass pass, ProbeColumns x, NumbersByColumn numbers)
    {
        var (told, best, second) = Seek(x, numbers, LikelyNumbers, pass.Workers);
        if (best >= CertainNumbers && second < Less)
            Report(pass, told, $"Column {told} of x tells y by itself: sorted by it, y changes from row to row without a jump, "
                + $"which explains {Percent(best)} of its variance, and no other column tells as much.", best);
    }

    /// <summary>The column that tells most, and how much that and the next one tell. Those that tell little of a few rows are not looked at again.</summary>
    private static (int Column, double Best, double Second) Seek<T>(ProbeColumns x, T measure, double likely, Workers workers) where T : IColumnMeasure
    {
        double[] first = new double[x.Count];
        workers.For(x.Count, new FirstLook<T>(x, measure, first), ColumnsPerWorker);
        int told = -1;
        double best = 0, second = 0;
        ulong[] keys = new ulong[x[0].Length];
        for (int column = 0; column < x.Count; column++)
        {
            if (first[column] < likely) continue;
            double all = measure.Of(x[column], keys);
            if (all > best) (best, second, told) = (all, best, column);
            else second = Math.Max(second, all);
        }
        return (told, best, second);
    }

    private readonly ref struct FirstLook<T>(ProbeColumns x, T measure, Span<double> told) : IRowKernel where T : IColumnMeasure
    {
        private readonly Span<double> _told = told;

        public void Run(int firstRow, int endRow) // of columns here
        {
            Span<ulong> keys = stackalloc ulong[Math.Min(RowsAtFirst, x[0].Length)];
            for (int column = firstRow; column < endRow; column++) _told[column] = measure.Of(x[column], keys);
        }
    }

    private static string Percent(double share) => share > 0.995 && share < 1 ? "more than 99.5 %" : NumberFormat.Percent(share);

    private void Report(in CheckPass pass, int column, string title, double share) => pass.Report(new Finding
    {
        Code = Code,
        Severity = Severity.Info,
        Title = title,
        Advice = "Will you know its values when you predict? If it is computed from y, filled in afterwards, or numbers the rows in the order of y, drop it.",
        Tensor = $"x[{column}]",
        Evidence = new Dictionary<string, double> { ["column"] = column, ["told"] = share },
    });
}
