using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>Compares a layer's <see cref="Layer.Backward"/> with the slope of its <see cref="Layer.Forward"/>.</summary>
public static class GradientCheck
{
    // A kink (of ReLU, say) between the two points spoils a long step, rounding a short one: the best of three counts.
    private static readonly float[] _steps = [1e-2f, 1.5e-3f, 2.5e-4f];
    private const double Smallest = 1e-6; // a tensor whose gradients are all below is compared absolutely
    private const double Rounding = 6e-8, Above = 3e3; // and one whose gradients are no 3000 times what rounding adds to the longest step

    /// <summary>
    /// Checks the gradient with respect to the input and to every trained parameter, at a random point: for L = Σ r·Y with random r,
    /// dL/dx against (L(x + h) − L(x − h)) / 2h.
    /// </summary>
    /// <param name="layer">Any layer, a <see cref="Block"/> too.</param>
    /// <param name="input">The shape of one sample.</param>
    /// <param name="batchSize">Samples in the batch, at least 1. Default 3.</param>
    /// <param name="seed">Chooses the point.</param>
    /// <returns>The worst entry; an infinite error where a gradient was not assigned, or differs where InputGradient is empty.</returns>
    /// <exception cref="ArgumentException">The layer cannot take the input.</exception>
    /// <exception cref="InvalidOperationException">A layer with parameters does not take an empty InputGradient.</exception>
    public static GradientCheckResult Run(Layer layer, Shape input, int batchSize = 3, ulong seed = 0) => RunOn(int.MaxValue, layer, input, batchSize, seed);

    /// <summary>Checks at most so many entries of each tensor, from all over it.</summary>
    internal static GradientCheckResult RunOn(int entries, Layer layer, Shape input, int batchSize = 3, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        int outputSize = layer.OutputShape(input).Size;
        var infos = layer.Parameters(input);
        var random = new RandomStream(seed, 0);
        float[] parameters = new float[infos.Sum(info => info.Shape.Size)];
        layer.Initialize(parameters, input, ref random);
        foreach (ref float parameter in parameters.AsSpan()) // not at a special point such as zero
            parameter += 0.1f * (random.NextSingle() - 0.5f);
        float[] x = new float[checked(batchSize * input.Size)], r = new float[checked(batchSize * outputSize)];
        random.FillNormal(x, 1);
        random.FillNormal(r, 1);

        float[] y = Dirty(r.Length), cache = Dirty(layer.CacheSize(input, batchSize)), dx = Dirty(x.Length), dw = Dirty(parameters.Length);
        Forward();
        Backward(dx, dw);
        float[] again = Dirty(dw.Length);
        if (dw.Length > 0) BackwardAsFirstLayer(again);

        double squares = 0;
        for (int i = 0; i < r.Length; i++) squares += (double)r[i] * r[i] * y[i] * y[i];
        double smallest = double.MaxNumber(Smallest, Above * Rounding * Math.Sqrt(squares) / _steps[0]);

        var worst = Compare("input", x, dx);
        int same = MemoryMarshal.Cast<float, int>(dw).CommonPrefixLength(MemoryMarshal.Cast<float, int>(again));
        if (same < dw.Length) return new GradientCheckResult(double.PositiveInfinity, "parameters, where InputGradient is empty", same);
        int offset = 0;
        foreach (var info in infos)
        {
            int begin = offset;
            offset += info.Shape.Size;
            if (!info.IsTrained) continue;
            var result = Compare(info.Name, parameters.AsSpan(begin, info.Shape.Size), dw.AsSpan(begin, info.Shape.Size));
            if (result.MaxRelativeError > worst.MaxRelativeError) worst = result;
        }
        return worst;

        void Forward() => layer.Forward(new ForwardPass
        {
            Parameters = parameters, Input = x, Output = y, Cache = cache, BatchSize = batchSize, InputShape = input, IsTraining = true, Seed = seed,
        });

        void Backward(Span<float> inputGradient, Span<float> parameterGradient) => layer.Backward(new BackwardPass
        {
            Parameters = parameters, Input = x, Output = y, OutputGradient = r, Cache = cache,
            InputGradient = inputGradient, ParameterGradient = parameterGradient, BatchSize = batchSize, InputShape = input, Seed = seed,
        });

        void BackwardAsFirstLayer(Span<float> parameterGradient)
        {
            Forward();
            try
            {
                Backward(default, parameterGradient);
            }
            catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException)
            {
                throw new InvalidOperationException($"{layer}.Backward fails where InputGradient is empty, as it is for the first layer of a model: assign it only if it is not.", exception);
            }
        }

        double WeightedOutputs() // L = Σ r·Y
        {
            Forward();
            double sum = 0;
            for (int i = 0; i < r.Length; i++) sum += (double)r[i] * y[i];
            return sum;
        }

        GradientCheckResult Compare(string tensor, Span<float> values, ReadOnlySpan<float> gradient)
        {
            double[,] slopes = new double[values.Length, _steps.Length];
            double scale = smallest;
            int stride = Math.Max(1, values.Length / entries);
            for (int i = 0; i < values.Length; i += stride)
            {
                float value = values[i];
                for (int s = 0; s < _steps.Length; s++)
                {
                    float above = value + _steps[s], below = value - _steps[s];
                    values[i] = above;
                    double high = WeightedOutputs();
                    values[i] = below;
                    slopes[i, s] = (high - WeightedOutputs()) / ((double)above - below);
                }
                values[i] = value;
                scale = double.MaxNumber(scale, double.MaxNumber(Math.Abs(gradient[i]), Math.Abs(slopes[i, 1])));
            }

            var worst = new GradientCheckResult(0, tensor, 0);
            for (int i = 0; i < values.Length; i += stride)
            {
                double error = double.PositiveInfinity; // stays so for NaN
                for (int s = 0; s < _steps.Length; s++)
                    error = double.MinNumber(error, Math.Abs(gradient[i] - slopes[i, s]) / scale);
                if (error > worst.MaxRelativeError) worst = new GradientCheckResult(error, tensor, i);
            }
            return worst;
        }
    }

    private static float[] Dirty(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }
}
