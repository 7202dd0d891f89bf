namespace ScratchNN;

/// <summary>The mean precision over the steps of recall.</summary>
/// <remarks>
/// <code>
/// Σᵢ (Rᵢ − Rᵢ₋₁)·Pᵢ      over the different scores i, the largest first; precision P and recall R of those that are at least i
///
/// 0 where nothing is yes
/// </code>
/// Nothing is interpolated, as in scikit-learn's average_precision_score.
/// </remarks>
internal sealed class AveragePrecisionMetric() : RankMetric("average precision")
{
    protected override double Of(ReadOnlySpan<Tie> ties)
    {
        double sum = 0, yes = 0, no = 0;
        foreach (var tie in ties)
        {
            yes += tie.Yes;
            no += tie.No;
            sum += tie.Yes * (yes / (yes + no));
        }
        return yes == 0 ? 0 : sum / yes;
    }
}
