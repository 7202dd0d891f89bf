using ScratchNN;

namespace Mnist;

/// <summary>The loss of the question: it takes what the softmax gives, and hands back the gradient before the softmax. A custom loss.</summary>
/// <remarks>
/// <code>
/// loss = −ln a_label
/// dz   = a − t          right after a real softmax; BatchAxisSoftmax passes it on
///
/// A [N × K]   labels [N]
/// </code>
/// </remarks>
internal sealed class AskersLoss : Loss
{
    public override void Compute(in LossPass pass)
    {
        int k = pass.Output.Length / pass.BatchSize;
        for (int row = 0; row < pass.BatchSize; row++)
        {
            var a = pass.Output.Slice(row * k, k);
            int label = pass.Labels[row];
            pass.Losses[row] = -MathF.Log(a[label]);

            if (pass.OutputGradient.IsEmpty) continue;
            var dz = pass.OutputGradient.Slice(row * k, k);
            a.CopyTo(dz);
            dz[label] -= 1;
        }
    }
}
