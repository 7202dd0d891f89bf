namespace ScratchNN;

/// <summary>The area under the curve of true positives over false positives.</summary>
/// <remarks>
/// <code>
/// Σᵢ Noᵢ·(Yes above i + Yesᵢ/2) / (Yes·No)      over the different scores i; Yes, No = Σ w of each side
///
/// NaN where one side is empty
/// </code>
/// The trapezoids of the curve, and the statistic of Mann and Whitney: T. Fawcett: An introduction to ROC analysis, 2006. For several classes each against the
/// rest.
/// </remarks>
internal sealed class RocAucMetric() : RankMetric("ROC AUC")
{
    protected override double Of(ReadOnlySpan<Tie> ties)
    {
        double area = 0, yes = 0, no = 0;
        foreach (var tie in ties)
        {
            area += tie.No * (yes + (tie.Yes / 2));
            yes += tie.Yes;
            no += tie.No;
        }
        return area / (yes * no);
    }
}
