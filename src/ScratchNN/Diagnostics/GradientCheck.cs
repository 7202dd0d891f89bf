using System.Runtime.InteropServices;
using ScratchNN.Kernels;

namespace ScratchNN.Diagnostics;

/// <summary>Compares a layer's <see cref="Layer.Backward"/> with the slope of its <see cref="Layer.Forward"/>.</summary>
public static class GradientCheck
{
    // A kink (of ReLU, say) between the two points spoils a long step, rounding a short one: the best of three counts. At a kink itself, or at the edge of what a layer
    // takes, the slope to one side does.
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
    /// <exception cref="ArgumentException">The layer cannot take the input, or no array holds what is needed for it.</exception>
    /// <exception cref="InvalidOperationException">
    /// The layer threw, maybe because it does not take any number: then give it samples. Or, with parameters, it does not take an empty InputGradient.
    /// </exception>
    public static GradientCheckResult Run(Layer layer, Shape input, int batchSize = 3, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return RunOn(int.MaxValue, layer, input, default, batchSize, seed);
    }

    /// <summary>Checks as <see cref="Run(Layer, Shape, int, ulong)"/> does, at samples that the layer can take: indices of words, say, or numbers above 0.</summary>
    /// <remarks>
    /// Parameters are random as there. The samples are used as they are, and moved by some 0.01 for the slopes, but for columns that hold whole numbers
    /// alone, none below 0: they may be indices, which have no slope, so their part of the input gradient is not compared. Add 0.5 to them if they are none.
    /// </remarks>
    /// <param name="layer">Any layer, a <see cref="Block"/> too.</param>
    /// <param name="x">The samples of the batch, at least 1; 3 to 8 do.</param>
    /// <param name="seed">Chooses the parameters.</param>
    /// <returns>The worst entry; an infinite error where a gradient was not assigned, or differs where InputGradient is empty.</returns>
    /// <exception cref="ArgumentException">The layer cannot take the samples, there is none, or no array holds what is needed for them.</exception>
    /// <exception cref="InvalidOperationException">The layer threw. Or, with parameters, it does not take an empty InputGradient.</exception>
    public static GradientCheckResult Run(Layer layer, Samples x, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (x.Count == 0) throw new ArgumentException("At least one sample is needed, got none.", nameof(x));
        var samples = x.Open();
        float[] gathered = new float[samples.IsJagged ? Floats((long)x.Count * x.Shape.Size, "inputs") : 0];
        return RunOn(int.MaxValue, layer, x.Shape, samples.Rows(0, x.Count, gathered), x.Count, seed);
    }

    /// <summary>Checks at most so many entries of each tensor, from all over it.</summary>
    /// <param name="entries">How many.</param><param name="layer">The layer.</param><param name="input">The shape of a sample.</param>
    /// <param name="samples">Samples; empty for random ones.</param><param name="batchSize">How many there are, or are to be drawn.</param><param name="seed">Chooses what is random.</param>
    internal static GradientCheckResult RunOn(int entries, Layer layer, Shape input, ReadOnlySpan<float> samples, int batchSize, ulong seed = 0)
    {
        int inputs = Floats((long)batchSize * input.Size, "inputs"), outputs = Floats((long)batchSize * layer.OutputShape(input).Size, "outputs");
        var infos = layer.Parameters(input);
        float[] parameters = new float[Floats(infos.Sum(info => (long)info.Shape.Size), "parameters")];
        var layout = new ParameterLayout(infos);
        var random = new RandomStream(seed, 0);
        layer.Initialize(parameters, input, ref random);
        foreach (ref float parameter in parameters.AsSpan()) // not at a special point such as zero
            parameter += 0.1f * (random.NextSingle() - 0.5f);
        float[] x = new float[inputs], r = new float[outputs];
        if (samples.IsEmpty) random.FillNormal(x, 1);
        else samples.CopyTo(x);
        random.FillNormal(r, 1);
        bool isDrawn = samples.IsEmpty;
        bool[] mayBeIndex = isDrawn ? [false] : Indices.MayBe(x, input.Size);
        float unit = isDrawn ? 1 : (float)Math.Max(1, Magnitude.RootMeanSquare(x)); // what steps are taken of

        float[] y = Dirty(r.Length), cache = Dirty(Floats(layer.CacheSize(input, batchSize), "cache")), dx = Dirty(x.Length), dw = Dirty(parameters.Length);
        Forward();
        Backward(dx, dw);
        float[] again = Dirty(dw.Length);
        if (dw.Length > 0) BackwardAsFirstLayer(again);

        double squares = 0;
        for (int i = 0; i < r.Length; i++) squares += (double)r[i] * r[i] * y[i] * y[i];
        double rounding = Rounding * Math.Sqrt(squares) / _steps[0];

        var worst = Compare("input", x, dx, unit, mayBeIndex);
        int same = MemoryMarshal.Cast<float, int>(dw).CommonPrefixLength(MemoryMarshal.Cast<float, int>(again));
        if (same < dw.Length) return new GradientCheckResult
        {
            MaxRelativeError = double.PositiveInfinity,
            Tensor = "parameters, where InputGradient is empty",
            Index = same,
        };
        foreach (var place in layout.Places)
        {
            if (!place.Info.IsTrained) continue;
            var result = Compare(place.Info.Name, place.Of(parameters.AsSpan()), place.Of(dw.AsSpan()), 1, [false]);
            if (result.MaxRelativeError > worst.MaxRelativeError) worst = result;
        }
        return worst;

        void Forward()
        {
            try
            {
                layer.Forward(new ForwardPass
                {
                    Parameters = parameters, Input = x, Output = y, Cache = cache, BatchSize = batchSize, InputShape = input, IsTraining = true, Seed = seed,
                });
            }
            catch (Exception exception)
            {
                throw Threw(nameof(Forward), exception);
            }
        }

        void Backward(Span<float> inputGradient, Span<float> parameterGradient)
        {
            try
            {
                layer.Backward(new BackwardPass
                {
                    Parameters = parameters, Input = x, Output = y, OutputGradient = r, Cache = cache,
                    InputGradient = inputGradient, ParameterGradient = parameterGradient, BatchSize = batchSize, InputShape = input, Seed = seed,
                });
            }
            catch (Exception exception) when (!inputGradient.IsEmpty)
            {
                throw Threw(nameof(Backward), exception);
            }
        }

        InvalidOperationException Threw(string method, Exception exception) => new(
            $"{layer}.{method} threw {exception.GetType().Name}: {exception.Message} "
            + (isDrawn ? "Its input was drawn at random by GradientCheck, from a normal distribution. If the layer takes other numbers only, as an embedding takes indices, pass samples: GradientCheck.Run(layer, x)."
                : "Its parameters were drawn at random by GradientCheck, and its input was that of the samples, each column that does not hold whole numbers alone moved "
                    + "by some 0.01: pass samples further than that from what the layer does not take."),
            exception);

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

        GradientCheckResult Compare(string tensor, Span<float> values, ReadOnlySpan<float> gradient, float unit, ReadOnlySpan<bool> mayBeIndex)
        {
            int stride = Math.Max(1, values.Length / entries), count = ((values.Length - 1) / stride) + 1;
            double[,] slopes = new double[count, _steps.Length + 2]; // the last two: from the point to either side
            double scale = double.MaxNumber(Smallest, Above * rounding / unit), here = WeightedOutputs();
            for (int entry = 0, i = 0; entry < count; entry++, i += stride)
            {
                if (mayBeIndex[i % mayBeIndex.Length]) continue;
                float value = values[i];
                for (int s = 0; s < _steps.Length; s++)
                {
                    float above = value + (_steps[s] * unit), below = value - (_steps[s] * unit);
                    values[i] = above;
                    double high = WeightedOutputs();
                    values[i] = below;
                    double low = WeightedOutputs();
                    slopes[entry, s] = (high - low) / ((double)above - below);
                    (slopes[entry, _steps.Length], slopes[entry, _steps.Length + 1]) = ((high - here) / ((double)above - value), (here - low) / ((double)value - below));
                }
                values[i] = value;
                scale = double.MaxNumber(scale, double.MaxNumber(Math.Abs(gradient[i]), Math.Abs(slopes[entry, 1])));
            }

            var worst = new GradientCheckResult { MaxRelativeError = 0, Tensor = tensor, Index = 0 };
            for (int entry = 0, i = 0; entry < count; entry++, i += stride)
            {
                double error = double.PositiveInfinity; // stays so for NaN
                if (mayBeIndex[i % mayBeIndex.Length]) error = float.IsFinite(gradient[i]) ? 0 : error;
                else
                    for (int s = 0; s < slopes.GetLength(1); s++) error = double.MinNumber(error, Math.Abs(gradient[i] - slopes[entry, s]) / scale);
                if (error > worst.MaxRelativeError) worst = new GradientCheckResult { MaxRelativeError = error, Tensor = tensor, Index = i };
            }
            return worst;
        }
    }

    /// <summary>A number of floats that an array holds.</summary>
    private static int Floats(long count, string what) => count >= 0 && count <= Array.MaxLength ? (int)count : throw new ArgumentException(
        $"The {what} of the layer would be {count} floats, and an array holds 0 to {Array.MaxLength}: check fewer samples, or a smaller layer.");

    private static float[] Dirty(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }
}
