namespace ScratchNN;

/// <summary>
/// SNN002: rows from which on y belongs to x in another way than before: labels that slipped by a row, or two files with classes numbered differently.
/// </summary>
/// <remarks>
/// Asked at the end of a Fit that leaves much to learn: near rows on one side of the cut have the same y, and near rows on both sides have not.
/// </remarks>
internal sealed class SlippedRows() : Check("SNN002", CheckMoment.TrainingEnd)
{
    private const double Left = 0.15; // of what it costs to know nothing

    public override void Examine(in CheckPass pass)
    {
        if (pass.Epochs.Count == 0 || !(Math.Max(pass.Epochs[^1].Loss, pass.Epochs[^1].ValidationLoss ?? 0) > pass.Data.LossAt(Left))) return;
        if (NeighbourAgreement.Of(pass)?.Cut is not { } cut) return;
        bool areClasses = pass.Data.ClassCounts.Length > 0;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"From about row {cut.Row} on, y no longer belongs to x as before: rows with similar x have "
                + $"{(areClasses ? "the same class" : "targets that correlate")} by {Text(cut.Within)} on the same side of it, "
                    + $"and by {Text(cut.Across)} on different sides.",
            Advice = $"Look at the rows around {cut.Row}: if labels slipped by a row there, move them back; "
                + "if a second file begins there, number its classes as in the first.",
            Tensor = "y",
            Evidence = new Dictionary<string, double> { ["row"] = cut.Row, ["agreement within"] = cut.Within, ["agreement across"] = cut.Across },
        });

        string Text(double agreement) => areClasses ? NumberFormat.Percent(agreement) : NumberFormat.Text(Math.Round(agreement, 2));
    }
}
