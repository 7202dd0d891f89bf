namespace ScratchNN;

/// <summary>What checks ask of a layer or loss that is not the library's: its contract is tested there, not here.</summary>
internal static class OwnCode
{
    private const int Samples = 8, MostFloats = 1 << 20;

    public static bool Is(object layerOrLoss) => layerOrLoss.GetType().Assembly != typeof(OwnCode).Assembly;

    /// <summary>The first samples of what a layer in view reads.</summary>
    public static ReadOnlySpan<float> Inputs(in LayerView layer) => layer.Input[..(Count(layer) * layer.InputShape.Size)];

    /// <summary>How many of them there are: fewer of a wide layer.</summary>
    public static int Count(in LayerView layer) =>
        Math.Min(Math.Clamp(MostFloats / Math.Max(layer.InputShape.Size, layer.OutputShape.Size), 1, Samples),
            layer.Input.Length / Math.Max(1, layer.InputShape.Size));

    /// <summary>Runs a layer forward, in memory that holds a number everywhere.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="dirt">The number.</param>
    /// <param name="seed">Of what it draws.</param>
    /// <param name="isTraining">Whether as in a Fit.</param>
    public static (float[] Output, float[] Cache) Forward(in LayerView layer, float dirt, ulong seed, bool isTraining)
    {
        int n = Count(layer);
        float[] y = Floats.Filled(n * layer.OutputShape.Size, dirt), cache = Floats.Filled(layer.Layer.CacheSize(layer.InputShape, n), dirt);
        layer.Layer.Forward(new ForwardPass
        {
            Parameters = layer.AllParameters, Input = Inputs(layer), Output = y, Cache = cache, BatchSize = n, InputShape = layer.InputShape,
            IsTraining = isTraining, Seed = seed,
        });
        return (y, cache);
    }

    /// <summary>Runs a layer forward and backward, each gradient in memory that holds a number everywhere.</summary>
    public static (float[] Input, float[] Parameters) Backward(in LayerView layer, float dirt)
    {
        const ulong Seed = 1;
        int n = Count(layer);
        var (y, cache) = Forward(layer, dirt, Seed, isTraining: true);
        float[] dy = new float[y.Length];
        float[] dx = Floats.Filled(layer.Source < 0 ? 0 : n * layer.InputShape.Size, dirt), dw = Floats.Filled(layer.AllParameters.Length, dirt);
        new RandomStream(Seed, 0).FillNormal(dy, 1);
        layer.Layer.Backward(new BackwardPass
        {
            Parameters = layer.AllParameters, Input = Inputs(layer), Output = y, OutputGradient = dy, Cache = cache, InputGradient = dx, ParameterGradient = dw,
            BatchSize = n,
            InputShape = layer.InputShape, Seed = Seed,
        });
        return (dx, dw);
    }

    /// <summary>How many entries of two runs differ, bit for bit, and which is the first.</summary>
    public static (int Count, int First) Differing(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        int count = 0, first = -1;
        for (int i = 0; i < a.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(a[i]) == BitConverter.SingleToInt32Bits(b[i])) continue;
            if (count++ == 0) first = i;
        }
        return (count, first);
    }
}
