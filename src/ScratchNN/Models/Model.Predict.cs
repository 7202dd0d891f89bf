using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScratchNN.Kernels;

namespace ScratchNN;

public partial class Model
{
    /// <summary>The outputs for x: logits, or probabilities where the model ends in <see cref="Softmax"/> or <see cref="Sigmoid"/>.</summary>
    /// <remarks>The calling thread computes alone, in pieces that stay in its cache; several threads may predict at once, each some of the rows.</remarks>
    /// <param name="x">Samples.</param>
    /// <returns>[samples × output size].</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public float[,] Predict(Samples x)
    {
        var weights = Built;
        if (x.Count > 0) RequireInput(new RowSource(x.Open()), weights.Plan.Input);
        long outputs = (long)x.Count * weights.Plan.Output.Size;
        if (outputs > Array.MaxLength)
            throw new ArgumentException(
                $"{x.Count} samples give {outputs} outputs, more than the {Array.MaxLength} that an array holds: predict fewer samples at a time.", nameof(x));
        float[,] result = new float[x.Count, weights.Plan.Output.Size];
        Run(weights, x.Open(), Values(result), requiresFinite: true);
        return result;
    }

    /// <summary>The outputs for x, without allocating and without a look at the numbers: NaN gives what the layers make of it.</summary>
    /// <inheritdoc cref="Predict(Samples)" path="/remarks"/>
    /// <param name="x">Samples, row after row.</param>
    /// <param name="y">As many rows of outputs, assigned; memory of its own.</param>
    /// <exception cref="ArgumentException">x is no whole number of samples; y has another number of rows, or shares memory with x or parameters.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public void Predict(ReadOnlySpan<float> x, Span<float> y)
    {
        var weights = Built;
        var samples = new SampleSpan(x, weights.Plan.Input);
        long outputs = (long)samples.Count * weights.Plan.Output.Size;
        if (y.Length != outputs)
            throw new ArgumentException($"{samples.Count} samples give {outputs} outputs, y has room for {y.Length}.", nameof(y));
        if (y.Overlaps(x) || y.Overlaps(weights.Buffer.Span))
            throw new ArgumentException(
                $"y shares memory with {(y.Overlaps(x) ? "x" : "the parameters")}, still read when y is written: give y memory of its own.", nameof(y));
        Run(weights, samples, y, requiresFinite: false);
    }

    /// <summary>The class of each sample: the index of its largest output, the first of equals. NaN counts as largest.</summary>
    /// <param name="x">Samples.</param>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or has one output.</exception>
    public int[] PredictClasses(Samples x)
    {
        RequireClasses();
        float[,] outputs = Predict(x);
        int[] classes = new int[x.Count];
        RowMath.ArgMax(Values(outputs), classes, outputs.GetLength(1));
        return classes;
    }

    /// <summary>
    /// The probability of each class for each sample: the outputs, after a softmax unless the model ends in one. After a last <see cref="Sigmoid"/> each output
    /// is a probability of its own, and stays as it is.
    /// </summary>
    /// <remarks>Whether outputs are logits the model does not know: those of a regression go through the softmax too, and mean nothing then.</remarks>
    /// <param name="x">Samples.</param>
    /// <returns>[samples × classes]; rows sum to 1, but not those of a last sigmoid.</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or has one output that is no sigmoid.</exception>
    public float[,] PredictProbabilities(Samples x)
    {
        if (Root.LastLayer is Sigmoid) return Predict(x);
        RequireClasses();
        float[,] outputs = Predict(x);
        if (Root.LastLayer is not Softmax)
            RowKernels.Softmax(Values(outputs), Values(outputs), outputs.GetLength(1), Workers.None);
        return outputs;
    }

    private void RequireClasses()
    {
        if (OutputShape.Size == 1)
            throw new InvalidOperationException("The model has one output, so there are no classes to choose from: use Predict, or end the model in one output per class.");
    }

    private void Run(Weights weights, SampleSpan x, Span<float> y, bool requiresFinite)
    {
        var plan = weights.Plan;
        int chunk = Math.Min(x.Count, MicroBatchSize.MostRows(Root, plan.Input));
        float[] cache = ArrayPool<float>.Shared.Rent(Root.CacheSize(plan.Input, chunk)), gathered = ArrayPool<float>.Shared.Rent(x.IsJagged ? chunk * plan.Input.Size : 0);
        try
        {
            for (int row = 0, rows; row < x.Count; row += rows)
            {
                rows = Math.Min(chunk, x.Count - row);
                var input = x.Rows(row, rows, gathered);
                if (requiresFinite) RowSource.RequireFinite(input, plan.Input.Size, default, "x", firstRow: row);
                Root.Forward(new ForwardPass
                {
                    Parameters = weights.Buffer.Span,
                    Input = input,
                    Output = y.Slice(row * plan.Output.Size, rows * plan.Output.Size),
                    Cache = cache.AsSpan(0, Root.CacheSize(plan.Input, rows)),
                    BatchSize = rows,
                    InputShape = plan.Input,
                    FirstRow = row,
                });
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(cache);
            ArrayPool<float>.Shared.Return(gathered);
        }
    }

    private static Span<float> Values(float[,] matrix) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref MemoryMarshal.GetArrayDataReference(matrix)), matrix.Length);
}
