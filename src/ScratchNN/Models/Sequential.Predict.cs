using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScratchNN.Kernels;

namespace ScratchNN;

public sealed partial class Sequential
{
    /// <summary>The outputs for x: logits, or probabilities where the model ends in <see cref="Softmax"/>.</summary>
    /// <param name="x">Samples.</param>
    /// <returns>[samples × output size].</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public float[,] Predict(Samples x)
    {
        if (x.Count > 0) RequireInput(new RowSource(x), InputShape);
        float[,] result = new float[x.Count, OutputShape.Size];
        Run(x, Values(result), requiresFinite: true);
        return result;
    }

    /// <summary>The outputs for x, without allocating and without a look at the numbers: NaN gives what the layers make of it.</summary>
    /// <param name="x">Samples, row after row.</param>
    /// <param name="y">As many rows of outputs, assigned.</param>
    /// <exception cref="ArgumentException">x is no whole number of samples, or y has another number of rows.</exception>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public void Predict(ReadOnlySpan<float> x, Span<float> y)
    {
        var samples = new Samples(x, InputShape);
        if (y.Length != samples.Count * OutputShape.Size)
            throw new ArgumentException($"{samples.Count} samples give {samples.Count * OutputShape.Size} outputs, y has room for {y.Length}.", nameof(y));
        Run(samples, y, requiresFinite: false);
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
        RowMath.ArgMax(Values(outputs), classes, OutputShape.Size);
        return classes;
    }

    /// <summary>The probability of each class for each sample: the outputs, after a softmax unless the model ends in one.</summary>
    /// <param name="x">Samples.</param>
    /// <returns>[samples × classes]; rows sum to 1.</returns>
    /// <exception cref="ArgumentException">A sample does not fit the model, or holds a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The model is not built, or has one output.</exception>
    public float[,] PredictProbabilities(Samples x)
    {
        RequireClasses();
        float[,] outputs = Predict(x);
        if (Root.LastLayer is not Softmax)
            RowKernels.Softmax(Values(outputs), Values(outputs), OutputShape.Size, Workers.None);
        return outputs;
    }

    private void RequireClasses()
    {
        if (OutputShape.Size == 1)
            throw new InvalidOperationException("The model has one output, so there are no classes to choose from: use Predict, or end the model in one output per class.");
    }

    private void Run(Samples x, Span<float> y, bool requiresFinite)
    {
        var plan = BuiltPlan;
        int chunk = Math.Min(x.Count, MicroBatchSize.MostRows(Root, plan.Input));
        float[] cache = ArrayPool<float>.Shared.Rent(Root.CacheSize(plan.Input, chunk)), gathered = ArrayPool<float>.Shared.Rent(x.IsJagged ? chunk * plan.Input.Size : 0);
        try
        {
            for (int row = 0; row < x.Count; row += chunk)
            {
                int rows = Math.Min(chunk, x.Count - row);
                var input = x.Rows(row, rows, gathered);
                if (requiresFinite) RowSource.RequireFinite(input, plan.Input.Size, default, "x", firstRow: row);
                Root.Forward(new ForwardPass
                {
                    Parameters = ParameterBuffer.Span,
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
