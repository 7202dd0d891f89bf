namespace ScratchNN;

/// <summary>SNN022: a Fit that ended while there was still much to gain: after few steps, in the middle of a fall, or by early stopping.</summary>
internal sealed class EndedEarly() : Check("SNN022", CheckMoment.TrainingEnd)
{
    private const int FewSteps = 200, ManyRows = 512, FewLooks = 8, Epochs = 3, FewRows = 100;
    private const double Left = 0.2;    // of what it costs to know nothing
    private const double Steep = 0.08;  // of the loss, each epoch
    private const double Little = 0.01; // of the loss

    public override void Examine(in CheckPass pass)
    {
        if (pass.IsContinued) return; // a loop of short Fits: nobody knows which is the last
        if (pass.IsStopped)
        {
            ExamineStop(pass);
            return;
        }
        double loss = Mean(pass.Losses), first = pass.FirstLoss, left = pass.Data.LossAt(Left);
        if (!(loss > (double.IsNaN(left) ? Left * first : left)) || pass.LearningRate == 0 && pass.StepsDone > FewSteps) return;
        if (pass.StepsDone <= FewSteps && pass.TrainingRows.Length >= ManyRows && IsFalling(pass, loss, first))
            Report(
                pass, $"Training ended after {Steps(pass.StepsDone)}, while the loss still fell: {NumberFormat.Text(first)} before the first, "
                    + $"{NumberFormat.Text(loss)} now.",
                pass.Options.BatchSize >= pass.TrainingRows.Length || pass.StepsPerEpoch < Epochs
                    ? $"Use smaller batches (now {Math.Min(pass.Options.BatchSize, pass.TrainingRows.Length)} of {pass.TrainingRows.Length} rows, "
                        + $"{Steps(pass.StepsPerEpoch)} an epoch), or more epochs."
                    : $"Use more epochs: a few thousand steps are usual, and {FewSteps} are few.", ("steps", pass.StepsDone), ("loss", loss),
                        ("first loss", first));
        else if (IsSteep(pass.Epochs))
            Report(
                pass, $"Training ended while the loss still fell by {NumberFormat.Percent(1 - (pass.Epochs[^1].Loss / pass.Epochs[^2].Loss))} an epoch: "
                    + $"{NumberFormat.Text(pass.Epochs[^2].Loss)}, then {NumberFormat.Text(pass.Epochs[^1].Loss)}.",
                $"Use more than {pass.Epochs.Count} epochs.", ("steps", pass.StepsDone), ("loss", loss), ("first loss", first));
    }

    private static string Steps(int count) => count == 1 ? "1 step" : $"{count} steps";

    /// <summary>Early stopping while all losses fell in each of the last epochs.</summary>
    private void ExamineStop(in CheckPass pass)
    {
        if (pass.Options.Callbacks.OfType<EarlyStopping>().FirstOrDefault() is not { } stopping || pass.Epochs.Count < 2) return;
        int back = Math.Min(Epochs, pass.Epochs.Count - 1);
        if (stopping.Monitor != Goal.Loss || (pass.ValidationRows.Length is > 0 and < FewRows && !FellBoth(pass, back)))
        {
            ExamineNoise(pass, stopping, back);
            return;
        }
        if (stopping.MinimumImprovement == 0) return; // it stops no loss that falls: somebody else did
        for (int i = 1; i <= back; i++)
        {
            EpochResult epoch = pass.Epochs[^i], before = pass.Epochs[^(i + 1)];
            if (!(epoch.Loss < (1 - Little) * before.Loss) || (epoch.ValidationLoss is { } loss && !(loss < (1 - Little) * before.ValidationLoss))) return;
        }
        bool isValidated = pass.Epochs[^1].ValidationLoss != null;
        double Of(EpochResult epoch) => epoch.ValidationLoss ?? epoch.Loss;
        double then = Of(pass.Epochs[^(back + 1)]), now = Of(pass.Epochs[^1]), anEpoch = (1 - (now / then)) / back;
        Report(
            pass, $"EarlyStopping stopped training after epoch {pass.Epochs[^1].Epoch}, while {(isValidated ? "both losses" : "the loss")} still fell by "
                + $"{NumberFormat.Percent(anEpoch)} an epoch: "
                + $"{(isValidated ? "the validation loss went" : "it went")} from {NumberFormat.Text(then)} to {NumberFormat.Text(now)} in {back} "
                + $"{(back == 1 ? "epoch" : "epochs")}.",
            $"An epoch gains less than its MinimumImprovement of {NumberFormat.Text(stopping.MinimumImprovement)}: set that to 0.", ("steps", pass.StepsDone),
                ("loss", now), ("fall per epoch", anEpoch));
    }

    /// <summary>Stopped by few rows, or by a metric that moves in jumps, while the training loss fell steeply.</summary>
    private void ExamineNoise(in CheckPass pass, EarlyStopping stopping, int back)
    {
        double then = pass.Epochs[^(back + 1)].Loss, now = pass.Epochs[^1].Loss;
        for (int i = 1; i <= back; i++)
            if (!(pass.Epochs[^i].Loss < (1 - Steep) * pass.Epochs[^(i + 1)].Loss)) return;
        if (!(now > pass.Data.LossAt(Left)) || pass.ValidationRows.Length >= FewRows) return;
        string rows = pass.ValidationRows.IsEmpty ? "the training rows" : $"{pass.ValidationRows.Length} validation rows";
        Report(
            pass, $"EarlyStopping stopped training after epoch {pass.Epochs[^1].Epoch} by {(stopping.Monitor == Goal.Loss ? "the loss" : "a metric")} of "
                + $"{rows}, while the training loss still fell: from {NumberFormat.Text(then)} to {NumberFormat.Text(now)} in {back} "
                    + $"{(back == 1 ? "epoch" : "epochs")}.",
            $"Validate on {FewRows} rows or more, and raise its patience ({stopping.Patience}): with few rows, a result moves by chance.",
                ("steps", pass.StepsDone), ("loss", now), ("validation rows", pass.ValidationRows.Length));
    }

    private static bool FellBoth(in CheckPass pass, int back)
    {
        for (int i = 1; i <= back; i++)
            if (!(pass.Epochs[^i].Loss < (1 - Little) * pass.Epochs[^(i + 1)].Loss)
                || !(pass.Epochs[^i].ValidationLoss < (1 - Little) * pass.Epochs[^(i + 1)].ValidationLoss)) return false;
        return true;
    }

    private static bool IsFalling(in CheckPass pass, double loss, double first)
    {
        var looks = pass.Steps;
        if (looks.Length < FewLooks) return loss < (1 - Little) * first;
        int quarter = looks.Length / 4;
        return LossTrend.Mean(looks[^quarter..]) < (1 - Little) * LossTrend.Mean(looks[^(2 * quarter)..^quarter]);
    }

    private static bool IsSteep(IReadOnlyList<EpochResult> epochs)
    {
        if (epochs.Count <= Epochs) return false;
        for (int i = 1; i <= Epochs; i++)
            if (!(epochs[^i].Loss < (1 - Steep) * epochs[^(i + 1)].Loss)
                || (epochs[^i].ValidationLoss is { } loss && !(loss < (1 - Steep) * epochs[^(i + 1)].ValidationLoss))) return false;
        return true;
    }

    private static double Mean(ReadOnlySpan<float> losses)
    {
        double sum = 0;
        foreach (float loss in losses) sum += loss;
        return sum / losses.Length;
    }

    private void Report(in CheckPass pass, string title, string advice, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        var evidence = new Dictionary<string, double>();
        foreach (var (name, value) in numbers) evidence[name] = value;
        pass.Report(new Finding { Code = Code, Severity = Severity.Info, Title = title, Advice = advice, Tensor = "loss", Evidence = evidence });
    }
}
