using System.Numerics.Tensors;
using ScratchNN;

namespace Mnist;

/// <summary>The softmax of the question, as it was asked, with both its mistakes: a custom layer.</summary>
/// <remarks>
/// <code>
/// y  = exp(x) / Σ over the batch of exp(x)     should be the sum over the classes of each row, of exp(x − max x)
/// dx = dy                                      the gradient of softmax and cross-entropy together was written by hand, see AskersLoss
///
/// X, Y [N × K]
/// </code>
/// </remarks>
internal sealed class BatchAxisSoftmax : Layer
{
    public override int CacheSize(Shape input, int batchSize) => input.Size;

    public override void Forward(in ForwardPass pass)
    {
        int n = pass.BatchSize, k = pass.InputShape.Size;
        Span<float> y = pass.Output, sums = pass.Cache;

        // y = exp(x): infinite where x > 88.72
        TensorPrimitives.Exp(pass.Input, y);

        // y ← y / Σ over the batch
        sums.Clear();
        for (int row = 0; row < n; row++)
            TensorPrimitives.Add(sums, y.Slice(row * k, k), sums);
        for (int row = 0; row < n; row++)
            TensorPrimitives.Divide(y.Slice(row * k, k), sums, y.Slice(row * k, k));
    }

    public override void Backward(in BackwardPass pass) =>
        // dx = dy
        pass.OutputGradient.CopyTo(pass.InputGradient);
}
