using System.Runtime.InteropServices;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A layer at a point: L = Σ r·Y with random r, its gradient and its slopes.</summary>
internal sealed class LayerSlopes
{
    private readonly Layer _layer;
    private readonly Shape _input;
    private readonly int _batchSize;
    private readonly ulong _seed;
    private readonly ParameterLayout _layout;
    private readonly float[] _parameters, _x, _r, _y, _cache;
    private readonly bool _isDrawn;
    private readonly bool[] _isIndex;

    /// <param name="layer">The layer.</param><param name="input">The shape of a sample.</param><param name="samples">Samples; empty for random ones.</param>
    /// <param name="batchSize">How many there are, or are to be drawn.</param><param name="seed">Chooses what is random.</param>
    public LayerSlopes(Layer layer, Shape input, ReadOnlySpan<float> samples, int batchSize, ulong seed = 0)
    {
        (_layer, _input, _batchSize, _seed, _isDrawn) = (layer, input, batchSize, seed, samples.IsEmpty);
        int inputs = Slopes.Floats((long)batchSize * input.Size, "inputs"), outputs = Slopes.Floats((long)batchSize * layer.OutputShape(input).Size, "outputs");
        var infos = layer.Parameters(input);
        _parameters = new float[Slopes.Floats(infos.Sum(info => (long)info.Shape.Size), "parameters")];
        _layout = new ParameterLayout(infos);
        var random = new RandomStream(seed, 0);
        layer.Initialize(_parameters, input, ref random);
        foreach (ref float parameter in _parameters.AsSpan()) // not at a special point such as zero
            parameter += 0.1f * (random.NextSingle() - 0.5f);
        (_x, _r) = (new float[inputs], new float[outputs]);
        if (_isDrawn) random.FillNormal(_x, 1);
        else samples.CopyTo(_x);
        random.FillNormal(_r, 1);
        _isIndex = Indices.Of(layer, input, samples);
        for (int i = 0; i < _x.Length && _isDrawn; i++)
            if (_isIndex[i % _isIndex.Length]) _x[i] = random.NextInt32(layer.Categories(input, i % _isIndex.Length)!.Value);
        (_y, _cache) = (Slopes.Dirty(outputs), Slopes.Dirty(Slopes.Floats(layer.CacheSize(input, batchSize), "cache")));
    }

    /// <summary>Where the gradient is furthest from the slope, of at most that many entries of each tensor, from all over it.</summary>
    public GradientCheckResult Compare(int entries)
    {
        float[] dx = Slopes.Dirty(_x.Length), dw = Slopes.Dirty(_parameters.Length), again = Slopes.Dirty(dw.Length);
        Forward();
        Backward(dx, dw);
        double squares = 0;
        for (int i = 0; i < _r.Length; i++) squares += (double)_r[i] * _r[i] * _y[i] * _y[i];
        if (dw.Length > 0) BackwardAsFirstLayer(again);

        var slopes = new Slopes(WeightedOutputs, entries, Slopes.RoundingOf(squares));
        float unit = _isDrawn ? 1 : (float)Math.Max(1, Magnitude.RootMeanSquare(_x)); // what steps are taken of
        var worst = slopes.Compare("input", _x, dx, unit, _isIndex);
        int same = MemoryMarshal.Cast<float, int>(dw).CommonPrefixLength(MemoryMarshal.Cast<float, int>(again));
        if (same < dw.Length) return new GradientCheckResult
        {
            MaxRelativeError = double.PositiveInfinity,
            Tensor = "parameters, where InputGradient is empty",
            Index = same,
        };
        foreach (var place in _layout.Places)
        {
            if (!place.Info.IsTrained) continue;
            var result = slopes.Compare(place.Info.Name, place.Of(_parameters.AsSpan()), place.Of(dw.AsSpan()), 1, [false]);
            if (result.MaxRelativeError > worst.MaxRelativeError) worst = result;
        }
        return worst;
    }

    private double WeightedOutputs() // L = Σ r·Y
    {
        Forward();
        double sum = 0;
        for (int i = 0; i < _r.Length; i++) sum += (double)_r[i] * _y[i];
        return sum;
    }

    private void Forward()
    {
        try
        {
            _layer.Forward(new ForwardPass
            {
                Parameters = _parameters, Input = _x, Output = _y, Cache = _cache, BatchSize = _batchSize, InputShape = _input, IsTraining = true, Seed = _seed,
            });
        }
        catch (Exception exception)
        {
            throw Threw(nameof(Forward), exception);
        }
    }

    private void Backward(Span<float> inputGradient, Span<float> parameterGradient)
    {
        try
        {
            _layer.Backward(new BackwardPass
            {
                Parameters = _parameters, Input = _x, Output = _y, OutputGradient = _r, Cache = _cache,
                InputGradient = inputGradient, ParameterGradient = parameterGradient, BatchSize = _batchSize, InputShape = _input, Seed = _seed,
            });
        }
        catch (Exception exception) when (!inputGradient.IsEmpty)
        {
            throw Threw(nameof(Backward), exception);
        }
    }

    private void BackwardAsFirstLayer(Span<float> parameterGradient)
    {
        Forward();
        try
        {
            Backward(default, parameterGradient);
        }
        catch (Exception exception) when (exception is ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidOperationException(
                $"{_layer}.Backward failed: {exception.Message} {ContainerStage.EmptyInputGradient}", exception);
        }
    }

    private InvalidOperationException Threw(string method, Exception exception) => new(
        $"{_layer}.{method} threw {exception.GetType().Name}: {exception.Message} "
        + (_isDrawn ? "Its input was drawn at random by GradientCheck, from a normal distribution. If the layer takes indices, override Categories; "
        + "if it takes other numbers only, pass samples: GradientCheck.Run(layer, x)."
            : "Its parameters were drawn at random by GradientCheck, and its input was that of the samples, each column that does not hold whole numbers "
                + "alone moved "
                + "by about 0.01: pass samples further than that from values that the layer rejects."),
        exception);
}
