using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN018: validation data of its own that is unlike the training data: classes, inputs or targets.</summary>
/// <remarks>What a ValidationSplit holds back is drawn at random, and is let alone.</remarks>
internal sealed class ValidationShift() : Check("SNN018", CheckMoment.TrainingStart)
{
    private const int FloatsAtOnce = 1 << 22, FewestRows = 64, RowsOnDemand = 512;
    private const double Risk = 1e-6;

    /// <summary>Whether it was said of this Fit that the two are unlike: then a validation loss that stays high is not a riddle.</summary>
    public static bool IsKnown(in CheckPass pass) => pass.Findings.Any(finding => finding is { Code: "SNN018", Step: null, Severity: Severity.Warning });

    public override void Examine(in CheckPass pass)
    {
        if (pass.ValidationRows.IsEmpty || pass.Options.ValidationSplit is RandomSplit or StratifiedSplit) return; // drawn from the same rows
        int[] rows = RowSample.Of(pass.ValidationRows, MostRows(pass.Validation), pass.Options.Seed);
        var validation = InMemory(pass.Validation, ref rows, pass.Workers);
        if (ExamineClasses(pass, validation, rows)) return; // the rest follows from it
        if (TrainingColumns(pass) is not { } training) return;
        Compare(pass, training, validation.Inputs, rows, ComparedData.Validation);
        if (pass.Meaning == OutputKind.Numbers && validation.TargetRows.Count > 0 && validation.TargetRows.Shape.Size <= DataProfile.MostColumns
            && !pass.Source.IsOnDemand)
            Compare(pass, ColumnStatistics.Of(pass.Source.TargetRows, Sample(pass), pass.Workers), validation.TargetRows, rows, ComparedData.ValidationTargets);
    }

    private static void Compare(in CheckPass pass, ColumnStatistics training, SampleSpan validation, int[] rows, ComparedData data)
    {
        if (!training.AreFinite) return;
        var columns = new ColumnStatistics(validation.Shape.Size, training.Profile);
        columns.Add(validation, rows, pass.Workers);
        var names = data.Tensor == "x" ? pass.Model.Info.FeatureNames : pass.Model.Info.OutputNames;
        foreach (var finding in ProfileComparison.Findings(training.Profile, columns, names, data)) pass.Report(finding);
    }

    /// <summary>Classes that only one of the two has.</summary>
    private static bool ExamineClasses(in CheckPass pass, in RowSource validation, int[] rows)
    {
        int[] training = pass.Data.ClassCounts.Length > 0 ? pass.Data.ClassCounts : pass.Source.IsOnDemand ? [] : ClassCounts(pass, pass.Source, Sample(pass));
        int[] held = ClassCounts(pass, validation, validation.TargetShape == null && !pass.Validation.IsOnDemand ? pass.ValidationRows : rows);
        int n = held.Sum(), total = training.Sum();
        if (n == 0 || total == 0 || held.Length != training.Length) return false;
        int[] isNew = [.. Enumerable.Range(0, held.Length).Where(i => held[i] > 0 && training[i] == 0)],
            present = [.. Enumerable.Range(0, held.Length).Where(i => held[i] > 0)];
        int unseen = isNew.Sum(i => held[i]), classes = training.Count(count => count > 0);
        double share = present.Sum(i => (double)training[i]) / total;
        if (unseen > 0 && IsSure(unseen, (double)n / (n + total)))
        {
            Report(
                pass, $"{Classes(isNew)} in {unseen} of {n} validation rows, and in no training row: was sorted data cut in two?",
                "Shuffle the rows before you split them, or set ValidationSplit, which draws rows at random.", ("unseen classes", isNew.Length),
                    ("rows", unseen));
            return true;
        }
        if (classes == present.Length || !IsSure(n, share)) return false;
        Report(
            pass, $"The {n} validation rows hold {present.Length} of {classes} classes{(present.Length == 1 ? $", only class {present[0]}" : "")}: "
                + "was sorted data cut in two?",
            "Shuffle the rows before you split them, or set ValidationSplit, which draws rows at random.", ("classes", present.Length), ("rows", n));
        return true;
    }

    /// <summary>Whether that many rows in a row, each with this probability, are not chance.</summary>
    private static bool IsSure(int rows, double probability) => probability <= 0 || rows * Exponential.Log((float)probability) < Exponential.Log((float)Risk);

    private static string Classes(int[] classes) => classes.Length == 1 ? $"Class {classes[0]} occurs"
        : $"Classes {string.Join(", ", classes.Take(classes.Length > 8 ? 6 : classes.Length - 1))}"
        + (classes.Length > 8 ? $" and {classes.Length - 6} more occur" : $" and {classes[^1]} occur");

    private static int[] ClassCounts(in CheckPass pass, in RowSource data, ReadOnlySpan<int> rows)
    {
        if (data.TargetShape == null)
            return pass.Data.ClassCounts.Length == 0 ? [] : data.CountLabels(rows, pass.Data.ClassCounts.Length, pass.Loss, pass.Workers);
        if (pass.Meaning != OutputKind.OneClass) return [];
        int[] counts = new int[data.TargetShape.Value.Size];
        foreach (int row in rows)
        {
            var target = data.TargetRows[row];
            int largest = 0;
            for (int i = 1; i < target.Length; i++)
                if (target[i] > target[largest]) largest = i;
            counts[largest]++;
        }
        return counts;
    }

    /// <summary>Those of training rows from all over the data; of data on demand, of those that were read already.</summary>
    private static ColumnStatistics? TrainingColumns(in CheckPass pass) =>
        pass.Source.InputShape.Size > DataProfile.MostColumns ? null
        : pass.Source.IsOnDemand ? pass.Data.Columns : ColumnStatistics.Of(pass.Source.Inputs, Sample(pass), pass.Workers);

    private static int[] Sample(in CheckPass pass) => RowSample.Of(pass.TrainingRows, MostRows(pass.Source), pass.Options.Seed);

    private static int MostRows(in RowSource data) => data.IsOnDemand ? Math.Min(RowsOnDemand, Math.Max(1, FloatsAtOnce / data.InputShape.Size))
        : Math.Clamp(FloatsAtOnce / data.InputShape.Size, FewestRows, DataProfile.MostRows);

    /// <summary>Rows on demand are read, and numbered again.</summary>
    private static RowSource InMemory(RowSource data, ref int[] rows, Workers workers)
    {
        if (!data.IsOnDemand) return data;
        var copied = data.Copied(rows, workers, out _);
        rows = [.. Enumerable.Range(0, rows.Length)];
        return copied;
    }

    private static void Report(in CheckPass pass, string title, string advice, params ReadOnlySpan<(string Name, double Value)> evidence) =>
        pass.Report(ComparedData.ValidationTargets.Of(title, advice, evidence));
}
