namespace ScratchNN;

/// <summary>Whether a model's classes are those of other data in another order: what it answers for each of theirs.</summary>
internal static class ClassOrder
{
    private const int FewestOfEach = 5, MostClasses = 1000;
    private const double Certain = 0.8;

    /// <summary>For each class of the data the class that the model answers; null unless that is another order, and right for almost all.</summary>
    public static int[]? Of(in CheckPass pass, in RowSource data, ReadOnlySpan<int> rows)
    {
        int classes = pass.Problem.Classes;
        if (pass.Meaning != OutputKind.OneClass || classes is < 2 or > MostClasses || rows.IsEmpty) return null;
        int[] sample = RowSample.Of(rows, CheckProbe.RowsOf(pass.Model), pass.Options.Seed);
        var objective = new Objective(pass.Model, pass.Problem, sample.Length, sample.Length, pass.Options.Seed, pass.Workers, isTraining: false);
        objective.Evaluate(data, sample);
        var seen = objective.LastMicroBatch;
        int[,] counts = new int[classes, classes];
        int outputs = seen.OutputSize, agreed = 0, total = 0;
        for (int row = 0; row < sample.Length; row++)
        {
            var y = seen.Outputs.Slice(row * outputs, outputs);
            int answer = 0;
            for (int i = 1; i < outputs; i++)
                if (y[i] > y[answer]) answer = i;
            if (!pass.Loss.Ignores(seen.Labels[row])) counts[seen.Labels[row], answer]++;
        }
        int[] order = new int[classes];
        bool[] isTaken = new bool[classes];
        bool isOther = false;
        for (int label = 0; label < classes; label++)
        {
            int best = 0, ofLabel = 0;
            for (int i = 0; i < classes; i++)
            {
                ofLabel += counts[label, i];
                if (counts[label, i] > counts[label, best]) best = i;
            }
            order[label] = ofLabel == 0 ? -1 : best;
            if (ofLabel == 0) continue;
            if (ofLabel < FewestOfEach || isTaken[best]) return null;
            isTaken[best] = true;
            isOther |= best != label;
            agreed += counts[label, best];
            total += ofLabel;
        }
        return isOther && agreed >= Certain * total ? order : null;
    }
}
