namespace ScratchNN;

/// <summary>SNN015: steps so large that the loss jumps about, or that most units died, though something was learned.</summary>
/// <remarks>Noisy labels keep a loss high as well, but steady.</remarks>
internal sealed class UnsettledLoss() : Check("SNN015", CheckMoment.TrainingEnd)
{
    private const int FewestSteps = 400, FewestEpochs = 6, FewestRows = 256;
    private const double Left = 0.1, Fall = 0.2; // of what it costs to know nothing; of the loss, in half of the epochs
    private const double Jumps = 0.15, Dead = 0.6, MostWork = 4e10; // deviation, of the mean of epochs; of the units; a second or two

    public override void Examine(in CheckPass pass)
    {
        int epochs = pass.Epochs.Count, half = epochs / 2;
        if (pass.IsContinued || pass.StepsDone < FewestSteps || epochs < FewestEpochs || pass.TrainingRows.Length < FewestRows || !pass.IsLearning
            || pass.LearningRate < pass.Options.Optimizer.LearningRate / 2 || LowerRate.Work(pass) > MostWork
            || pass.Findings.Any(finding => finding is { Code: "SNN015" } or { Code: "SNN017", Severity: > Severity.Info })) return;
        double before = 0, now = 0, squares = 0, low = double.PositiveInfinity, high = 0;
        for (int i = 1; i <= half; i++)
        {
            double loss = pass.Epochs[^i].Loss;
            (before, now, squares, low, high) = (before + (pass.Epochs[^(i + half)].Loss / half), now + (loss / half), squares
                + (loss * loss / half), Math.Min(low, loss), Math.Max(high, loss));
        }
        bool isJumpy = Math.Sqrt(Math.Max(0, squares - (now * now))) > Jumps * now;
        if (!(now > pass.Data.LossAt(Left)) || now < (1 - Fall) * before || !(isJumpy || DeadUnits.Worst(pass).Share > Dead)) return;
        LowerRate.Try(pass, Code, now,
            isJumpy ? $"the loss jumps between {NumberFormat.Text(low)} and {NumberFormat.Text(high)} from epoch to epoch"
                : $"the loss stays at about {NumberFormat.Text(now)}, and most units of a layer are dead");
    }
}
