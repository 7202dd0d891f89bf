namespace ScratchNN;

/// <summary>SNN015: a Fit that ends with much of its loss, because its steps were too large. A few dozen of them are enough to tell.</summary>
internal sealed class LostSteps() : Check("SNN015", CheckMoment.TrainingEnd)
{
    private const int FewestSteps = 20, FewestRows = 64;
    private const double Left = 0.3, MostWork = 1e9; // of what it costs to know nothing; about 50 ms

    public override void Examine(in CheckPass pass)
    {
        if (pass.IsContinued || pass.StepsDone < FewestSteps || pass.TrainingRows.Length < FewestRows || LowerRate.Work(pass) > MostWork
            || pass.LearningRate < pass.Options.Optimizer.LearningRate / 2 || pass.Findings.Any(IsCause)) return;
        double loss = 0;
        foreach (float row in pass.Losses) loss += (double)row / pass.Losses.Length;
        if (!(loss > pass.Data.LossAt(Left))) return;
        LowerRate.Try(pass, Code, loss,
            $"the loss is {NumberFormat.Text(loss)} after {pass.StepsDone} of them, where guessing costs {NumberFormat.Text(pass.BaselineLoss)}");
    }

    /// <summary>Whether a finding explains the loss: not the symptoms that too large steps leave behind.</summary>
    private static bool IsCause(Finding finding) => finding.Tensor == "learning rate"
        || (finding.Severity > Severity.Info && finding.Code is not ("SNN012" or "SNN013" or "SNN014" or "SNN015" or "SNN016"));
}
