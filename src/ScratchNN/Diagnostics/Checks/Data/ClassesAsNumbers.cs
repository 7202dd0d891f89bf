namespace ScratchNN;

/// <summary>SNN003: whole numbers from 0 or 1 on, about as many of each, that one output learns as numbers: they may be classes.</summary>
/// <remarks>Counts and ages thin out to one side, and are let alone.</remarks>
internal sealed class ClassesAsNumbers() : Check("SNN003", CheckMoment.TrainingStart)
{
    private const int FewestRows = 50, FewestOfEach = 5, Fewest = 3, Most = 100;
    private const double LargestRatio = 3;

    public override void Examine(in CheckPass pass)
    {
        int rows = pass.Rows.Length;
        if (pass.Meaning != OutputKind.Numbers || pass.Loss.Meaning != null || pass.Model.OutputShape.Size != 1 || rows < FewestRows) return;
        int[] counts = new int[Most + 1];
        for (int row = 0; row < rows; row++)
        {
            float target = pass.Targets.IsEmpty ? pass.Labels[row] : pass.Targets[row];
            if (!(target >= 0 && target <= Most) || !float.IsInteger(target)) return;
            counts[(int)target]++;
        }
        int first = counts[0] > 0 ? 0 : 1, last = Array.FindLastIndex(counts, count => count > 0), classes = last - first + 1;
        var used = counts.AsSpan(first, classes);
        int smallest = used[0], largest = used[0];
        foreach (int count in used) (smallest, largest) = (Math.Min(smallest, count), Math.Max(largest, count));
        if (classes < Fewest || smallest < FewestOfEach || largest > LargestRatio * smallest) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"The targets are {classes} whole numbers, {first} to {last}, and one output learns them as numbers: if they are classes, "
                + $"it takes {first + 1} to lie between {first} and {first + 2}.",
            Advice = $"For classes end the model in Dense({classes}) and pass y as int[]{(first == 1 ? ", counted from 0" : "")}. For grades, "
                + "or anything with an order, one output is right.",
            Tensor = "y",
            Evidence = new Dictionary<string, double> { ["classes"] = classes, ["smallest"] = first, ["largest"] = last },
        });
    }
}
