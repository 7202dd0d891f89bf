namespace ScratchNN;

/// <summary>SNN018: rows to validate on that are trained on too, equal bit for bit.</summary>
/// <remarks>Looks for a sample of the validation rows among all training rows, by a hash of some of their values first.</remarks>
internal sealed class ValidationLeak() : Check("SNN018", CheckMoment.TrainingStart)
{
    private const int LargestSample = 1024, HashedValues = 64, Fewest = 8;
    private const double Much = 0.01; // a twin or two are chance

    public override void Examine(in CheckPass pass)
    {
        RowSource data = pass.Source, validation = pass.Validation;
        if (pass.ValidationRows.Length < Fewest || data.IsOnDemand || validation.IsOnDemand) return;
        var unseen = new Dictionary<ulong, int>();
        foreach (int row in RowSample.Of(pass.ValidationRows, LargestSample, pass.Options.Seed))
            unseen.TryAdd(RowHash.Of(validation.Inputs[row], HashedValues), row);
        int sampled = unseen.Count, training = -1, held = -1;
        foreach (int row in pass.TrainingRows)
        {
            ulong hash = RowHash.Of(data.Inputs[row], HashedValues);
            if (!unseen.TryGetValue(hash, out int twin) || !data.Inputs[row].SequenceEqual(validation.Inputs[twin])) continue;
            unseen.Remove(hash);
            if (training < 0) (training, held) = (row, twin);
        }
        int seen = sampled - unseen.Count;
        double share = (double)seen / sampled;
        if (seen < Fewest || share <= Much) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"{NumberFormat.Percent(share)} of the {sampled} validation rows also occur in the training set: for example, "
                + $"row {held} equals row {training}.",
            Advice = "The validation loss does not show how the model does on unseen data. Before the split, remove rows that occur twice.",
            Tensor = "x",
            Evidence = new Dictionary<string, double> { ["share"] = share, ["sampled"] = sampled, ["validation row"] = held, ["training row"] = training },
        });
    }
}
