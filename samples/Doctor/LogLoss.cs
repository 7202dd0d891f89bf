using ScratchNN;

namespace Doctor;

/// <summary>loss = −ln y of the right class, of probabilities: infinite where one rounds to 0.</summary>
internal sealed class LogLoss : Loss
{
    public override void Compute(in LossPass pass)
    {
        int k = pass.Output.Length / pass.BatchSize;
        pass.OutputGradient.Clear();
        for (int row = 0; row < pass.BatchSize; row++)
        {
            int at = (row * k) + pass.Labels[row];
            pass.Losses[row] = -MathF.Log(pass.Output[at]);
            if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[at] = -1 / pass.Output[at];
        }
    }
}
