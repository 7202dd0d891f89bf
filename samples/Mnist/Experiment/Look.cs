using System.Numerics.Tensors;
using ScratchNN;

namespace Mnist;

/// <summary>What a model says about all images, before an iteration.</summary>
/// <param name="Iteration">Counted from 0: look 0 sees the initial weights.</param>
/// <param name="Accuracy">The share read correctly.</param>
/// <param name="Predictions">How many images were read as each class.</param>
/// <param name="MaxLogit">The largest input of the softmax; null once one is not a finite number.</param>
internal sealed record Look(int Iteration, double Accuracy, int[] Predictions, float? MaxLogit)
{
    /// <summary>Looks at logits [images × classes] through a softmax that may mix the batch, so it sees all of them at once.</summary>
    public static Look At(int iteration, ReadOnlySpan<float> logits, Layer softmax, int[] labels)
    {
        int n = labels.Length, k = logits.Length / n;
        float[] y = new float[logits.Length];
        softmax.Forward(new ForwardPass
        {
            Parameters = [],
            Input = logits,
            Output = y,
            Cache = new float[softmax.CacheSize(k, n)],
            BatchSize = n,
            InputShape = k,
        });

        int[] predictions = new int[k];
        int right = 0;
        for (int row = 0; row < n; row++)
        {
            int read = TensorPrimitives.IndexOfMax<float>(y.AsSpan(row * k, k)); // as numpy's argmax: the first NaN wins
            predictions[read]++;
            if (read == labels[row]) right++;
        }
        return new Look(iteration, (double)right / n, predictions, TensorPrimitives.IsFiniteAll(logits) ? TensorPrimitives.Max(logits) : null);
    }
}
