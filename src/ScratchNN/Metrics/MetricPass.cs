using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>The argument of <see cref="Metric.Compute"/>: N samples of K outputs.</summary>
public readonly ref partial struct MetricPass
{
    /// <summary>
    /// The model's outputs [N × K]: numbers, or probabilities where classes are meant, also of a model whose last layer leaves them to the loss. With K = 1 and
    /// <see cref="OutputKind.OneClass"/>, predicted classes.
    /// </summary>
    public required ReadOnlySpan<float> Outputs { get; init; }

    /// <summary>
    /// Class labels [N], each 0 to K − 1; where K = 1, the number to predict, the class, or 1 for yes and 0 for no. Empty if there are targets.
    /// </summary>
    public ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Targets [N × K]; empty if there are labels.</summary>
    public ReadOnlySpan<float> Targets { get; init; }

    /// <summary>How much each sample counts [N], at least 0; empty: all count 1.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>N, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>The meaning of the outputs.</summary>
    public required OutputKind Meaning { get; init; }

    /// <summary>K.</summary>
    public int OutputsPerSample => Outputs.Length / Count;

    /// <summary>How much a sample counts.</summary>
    /// <param name="row">0 to N − 1.</param>
    public double Weight(int row) => Weights.IsEmpty ? 1 : Weights[row];

    /// <summary>The target of an output. Labels give 1 for their class and 0 for the others; where K = 1, the label itself.</summary>
    /// <param name="row">0 to N − 1.</param>
    /// <param name="output">0 to K − 1.</param>
    public double Target(int row, int output)
    {
        int outputs = OutputsPerSample;
        if (Labels.IsEmpty) return Targets[(row * outputs) + output];
        return outputs == 1 ? Labels[row] : Labels[row] == output ? 1 : 0;
    }

    /// <summary>The class with the largest output, the first of several; with one output, 1 if it is above 0.5, else 0.</summary>
    /// <param name="row">0 to N − 1.</param>
    public int PredictedClass(int row) => OutputsPerSample > 1 ? Largest(Outputs, row) : Meaning == OutputKind.OneClass ? (int)Outputs[row]
        : Outputs[row] > 0.5f ? 1 : 0;

    /// <summary>The label; of targets, the class with the largest one, or with one output 1 if it is above 0.5, else 0.</summary>
    /// <param name="row">0 to N − 1.</param>
    public int ActualClass(int row) => !Labels.IsEmpty ? Labels[row] : OutputsPerSample > 1 ? Largest(Targets, row) : Targets[row] > 0.5f ? 1 : 0;

    /// <summary>The number of classes: K, or 2 where K = 1. Where outputs are predicted classes, the largest that occurs, plus 1.</summary>
    public int Classes
    {
        get
        {
            if (OutputsPerSample > 1) return OutputsPerSample;
            int largest = 1;
            for (int row = 0; Meaning == OutputKind.OneClass && row < Count; row++)
                largest = Math.Max(largest, Math.Max(PredictedClass(row), ActualClass(row)));
            return largest + 1;
        }
    }

    /// <summary>Whether an output says yes: it is above 0.5.</summary>
    internal bool SaysYes(int row, int output) => Outputs[(row * OutputsPerSample) + output] > 0.5f;

    /// <summary>Whether the right answer of an output is yes: its target is above 0.5.</summary>
    internal bool IsYes(int row, int output) => Target(row, output) > 0.5;

    /// <summary>Whether an output of a sample is NaN.</summary>
    internal bool HasNaN(int row) => TensorPrimitives.IsNaNAny(Outputs.Slice(row * OutputsPerSample, OutputsPerSample));

    private int Largest(ReadOnlySpan<float> values, int row) => TensorPrimitives.IndexOfMax(values.Slice(row * OutputsPerSample, OutputsPerSample));
}
