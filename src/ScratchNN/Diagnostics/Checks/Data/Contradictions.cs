namespace ScratchNN;

/// <summary>SNN002: equal rows of x with different y, of which no model can be right in all.</summary>
internal sealed class Contradictions() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int MostRows = 4096, LeastRows = 256, FewestRows = 50, MostFloats = 1 << 20;
    private const double Some = 0.25, Half = 0.5; // codes with a few wrong labels are let alone

    public override void Examine(in CheckPass pass)
    {
        var data = pass.Source;
        bool areClasses = pass.Data.ClassCounts.Length > 0, areNumbers = pass.Meaning == OutputKind.Numbers && data.TargetShape is { Size: 1 };
        if (data.IsOnDemand || data.InputShape.Size > DataProfile.MostColumns || pass.TrainingRows.Length < FewestRows || !(areClasses || areNumbers)) return;
        int[] rows = RowSample.Of(pass.TrainingRows, Math.Clamp(MostFloats / data.InputShape.Size, LeastRows, MostRows), pass.Options.Seed),
            labels = new int[areClasses ? rows.Length : 0];
        float[] targets = new float[areClasses ? 0 : rows.Length];
        data.ReadTargets(rows, labels, targets, default);
        ulong[] hashes = new ulong[rows.Length];
        for (int i = 0; i < rows.Length; i++) hashes[i] = RowHash.Of(data.Inputs[rows[i]]);
        if (EqualRows.Of(hashes) is not { Count: > 1 } groups) return; // one alone: ConstantInputs
        if (areClasses) ExamineClasses(pass, rows, groups, labels);
        else ExamineNumbers(pass, rows, groups, targets);
    }

    private void ExamineClasses(in CheckPass pass, int[] rows, IReadOnlyCollection<List<int>> groups, int[] labels)
    {
        int right = 0, first = -1, second = -1;
        foreach (var group in groups)
        {
            var counts = group.CountBy(i => labels[i]).OrderByDescending(count => count.Value).ToArray();
            right += counts[0].Value;
            if (first < 0 && counts.Length > 1) (first, second) = (group[0], group.Find(i => labels[i] != labels[group[0]]));
        }
        double wrong = 1 - ((double)right / rows.Length);
        if (wrong < Some) return;
        Report(
            pass, $"Only {groups.Count} of the {rows.Length} rows of x are distinct, and equal rows have different classes: "
                + $"row {rows[first]} is class {labels[first]}, and row {rows[second]}, its equal, is class {labels[second]}. "
                + $"No model is right in more than {NumberFormat.Percent(1 - wrong)} of them.",
            groups.Count, wrong);
    }

    private void ExamineNumbers(in CheckPass pass, int[] rows, IReadOnlyCollection<List<int>> groups, float[] targets)
    {
        double total = 0, within = 0, mean = 0;
        foreach (float target in targets) mean += target / (double)targets.Length;
        foreach (float target in targets) total += (target - mean) * (target - mean);
        foreach (var group in groups)
        {
            double middle = group.Average(i => (double)targets[i]);
            within += group.Sum(i => (targets[i] - middle) * (targets[i] - middle));
        }
        if (!(within > Half * total)) return;
        Report(
            pass, $"Only {groups.Count} of the {rows.Length} rows of x are distinct, and equal rows have different y: "
                + $"no model explains more than {NumberFormat.Percent(1 - (within / total))} of its variance.", groups.Count, within / total);
    }

    private void Report(in CheckPass pass, string title, int different, double share) => pass.Report(new Finding
    {
        Code = Code,
        Severity = Severity.Info,
        Title = title,
        Advice = "Check how x is computed: were numbers rounded, or columns left out? If x is right, compare the model with this limit.",
        Tensor = "x",
        Evidence = new Dictionary<string, double> { ["different rows"] = different, ["contradictory"] = share },
    });
}
