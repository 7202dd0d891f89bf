namespace ScratchNN;

/// <summary>SNN002: classes of very different sizes, and batches that hold one class because the labels are in order.</summary>
internal sealed class ClassBalance() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const double LargestRatio = 10, Uneven = 2;
    private const int FewestSamples = 100;

    public override void Examine(in CheckPass pass)
    {
        var data = pass.Data;
        if (data.ClassCounts.Length == 0) return;
        if (data.IsSorted && !pass.Options.Shuffle.IsOn && pass.Options.BatchSize < data.Count)
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"The labels stand in order and are not shuffled, so a batch of {pass.Options.BatchSize} holds one class: each step unlearns the one before.",
                Advice = "Leave Shuffle on, or mix the rows once.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["batch size"] = pass.Options.BatchSize, ["samples"] = data.Count },
            });

        int total = data.ClassCounts.Sum(), largest = Array.IndexOf(data.ClassCounts, data.ClassCounts.Max());
        int smallest = Array.IndexOf(data.ClassCounts, data.ClassCounts.Where(count => count > 0).Min());
        double ratio = (double)data.ClassCounts[largest] / data.ClassCounts[smallest];
        double weighted = pass.Problem.ClassWeights is { } weights ? ratio * weights[largest] / weights[smallest] : ratio;
        if (data.Count >= FewestSamples && ratio > Uneven && weighted > Math.Max(ratio, LargestRatio))
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"ClassWeights count class {largest} for more than class {smallest}, and it has {NumberFormat.Text(ratio)} times the samples: together {NumberFormat.Text(weighted)} times the weight.",
                Advice = "Are they the wrong way round? ClassWeights.Balanced gives all classes the same weight.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["ratio"] = weighted, ["largest class"] = largest, ["smallest class"] = smallest },
            });
        else if (data.Count >= FewestSamples && weighted > LargestRatio)
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"Class {largest} has {NumberFormat.Text(ratio)} times the samples of class {smallest}: always answering {largest} is right in {NumberFormat.Percent((double)data.ClassCounts[largest] / total)}.",
                Advice = "Judge by the accuracy of each class, not of all. Repeat the rows of the small classes, or take fewer of the large.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["ratio"] = ratio, ["largest class"] = largest, ["smallest class"] = smallest },
            });
    }
}
