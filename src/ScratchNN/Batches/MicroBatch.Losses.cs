using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <remarks>Losses, right answers and weights.</remarks>
internal sealed partial class MicroBatch
{
    /// <summary>The losses of what the model predicts, and, unless it is empty, the gradient with respect to what its layers give.</summary>
    private BatchResult Losses(Span<float> dy)
    {
        if (_scale is not { } scale) Compute(LayerOutputs, Labels, Targets, dy);
        else
        {
            // y = mean + deviation ⊙ z
            scale.Unstandardize(LayerOutputs, _predictions.AsSpan(0, _n * _outputs), _workers);
            if (dy.IsEmpty || !Problem.Standardizes)
            {
                // dz = deviation ⊙ dy
                Compute(Outputs, Labels, Targets, dy);
                scale.Backward(dy);
            }
            else
            {
                // dz of the loss of z against (t − mean) / deviation
                var standardized = _standardized.AsSpan(0, _n * _outputs);
                for (int row = 0; row < Labels.Length; row++) standardized[row] = Labels[row];
                scale.Standardize(Labels.IsEmpty ? Targets : standardized, standardized, _workers);
                Compute(LayerOutputs, default, standardized, dy);
                Compute(Outputs, Labels, Targets, default);
            }
        }
        return Sums();
    }

    private void Compute(ReadOnlySpan<float> y, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, Span<float> dy) => Problem.Loss.Compute(new LossPass
    {
        Output = y,
        Labels = labels,
        Targets = targets,
        Losses = _losses.AsSpan(0, _n),
        OutputGradient = dy,
        BatchSize = _n,
        Workers = _workers,
    });

    private BatchResult Sums()
    {
        double lossSum = 0, lossWeight = _n, correct = 0, weight = _n;
        if (_isWeighted) (lossSum, lossWeight, weight) = WeightedSums();
        else
            foreach (float loss in RowLosses) lossSum += loss;
        if (HasClasses)
        {
            var predicted = _predicted.AsSpan(0, _n);
            RowKernels.ArgMax(Outputs, predicted, _outputs);
            var labels = _labels.AsSpan(0, _n);
            if (Labels.IsEmpty) RowKernels.ArgMax(Targets, labels, _outputs);
            for (int row = 0; row < _n; row++)
            {
                if (!Counts(row)) continue;
                Predictions[predicted[row]]++;
                LabelCounts[labels[row]]++;
                if (predicted[row] == labels[row]) correct += _weights[row];
            }
        }
        else if (Problem.Meaning == OutputKind.YesNo)
            correct = CorrectAnswers();
        return new BatchResult(lossSum, lossWeight, correct, weight, _n);
    }

    /// <summary>The sum of weighted losses and those of weights; a sample of weight 0 counts for nothing, whatever its loss.</summary>
    private (double Loss, double LossWeight, double Weight) WeightedSums()
    {
        double lossSum = 0, lossWeight = 0, weight = 0;
        for (int row = 0; row < _n; row++)
        {
            double w = LossWeight(row);
            if (w != 0) lossSum += w * _losses[row];
            lossWeight += w;
            weight += _weights[row];
        }
        return (lossSum, lossWeight, weight);
    }

    /// <summary>The weight of the samples with each answer right: a probability above ½ says yes, a logit above 0.</summary>
    private double CorrectAnswers()
    {
        const float Half = 0.5f;
        double correct = 0;
        float threshold = AbsorbsLast || Problem.AreLogits ? 0 : Half;
        for (int row = 0; row < _n; row++)
        {
            if (!Counts(row)) continue;
            bool isRight = true;
            for (int i = row * _outputs; i < (row + 1) * _outputs; i++)
                isRight &= Outputs[i] > threshold == (Labels.IsEmpty ? _targets[i] > Half : _labels[row] != 0);
            if (isRight) correct += _weights[row];
            if (!AnswersOneQuestion) continue;
            Predictions[Outputs[row] > threshold ? 1 : 0]++;
            LabelCounts[(Labels.IsEmpty ? _targets[row] > Half : _labels[row] != 0) ? 1 : 0]++;
        }
        return correct;
    }

    /// <summary>Scales each row of a gradient by its weight and a factor.</summary>
    private void WeighRows(Span<float> dy, float factor)
    {
        for (int row = 0; row < _n; row++)
        {
            var gradient = dy.Slice(row * _outputs, _outputs);
            float w = (float)LossWeight(row);
            if (w == 0) gradient.Clear();
            else TensorPrimitives.Multiply(gradient, w * factor, gradient);
        }
    }

    /// <summary>What the loss of a row counts: the weight of the sample times that of its class; nothing, where that is too small for gradients.</summary>
    private double LossWeight(int row)
    {
        double weight = Problem.ClassWeights is { } classes && _weights[row] != 0 ? (double)_weights[row] * classes[_labels[row]] : _weights[row];
        return weight < RowSource.LeastWeight ? 0 : weight;
    }
}
