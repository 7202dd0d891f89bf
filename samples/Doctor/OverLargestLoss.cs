using System.Numerics.Tensors;
using ScratchNN;

namespace Doctor;

/// <summary>The squared difference, divided by the largest target of the batch.</summary>
internal sealed class OverLargestLoss : Loss
{
    public override void Compute(in LossPass pass)
    {
        float largest = MathF.Abs(TensorPrimitives.MaxMagnitude(pass.Targets));
        for (int row = 0; row < pass.BatchSize; row++)
        {
            float e = pass.Output[row] - pass.Targets[row];
            pass.Losses[row] = e * e / largest;
            if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[row] = 2 * e / largest;
        }
    }
}
