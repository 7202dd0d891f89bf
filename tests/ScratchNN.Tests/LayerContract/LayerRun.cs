namespace ScratchNN.Tests.LayerContract;

/// <summary>A layer's Forward and Backward on memory of their own.</summary>
internal sealed class LayerRun
{
    private const ulong Seed = 11;
    private readonly Layer _layer;
    private readonly Shape _input;
    private readonly int _batchSize;

    public LayerRun(LayerCase row, int batchSize)
    {
        (_layer, _input, _batchSize) = (row.Layer, row.Input, batchSize);
        Parameters = row.DrawnParameters();
        X = Draw.Inputs(_layer, _input, batchSize, 2);
        DY = Draw.Normal(batchSize * OutputSize, 3);
        Y = new float[DY.Length];
        DX = new float[X.Length];
        DW = new float[Parameters.Length];
        Cache = new float[_layer.CacheSize(_input, batchSize)];
        Poison(float.NaN);
    }

    private LayerRun(LayerRun whole, int firstRow, int count)
    {
        (_layer, _input, _batchSize, FirstRow) = (whole._layer, whole._input, count, firstRow);
        Parameters = [.. whole.Parameters];
        X = [.. whole.X.AsSpan(firstRow * _input.Size, count * _input.Size)];
        DY = [.. whole.DY.AsSpan(firstRow * OutputSize, count * OutputSize)];
        Y = new float[DY.Length];
        DX = new float[X.Length];
        DW = new float[Parameters.Length];
        Cache = new float[_layer.CacheSize(_input, count)];
        Poison(float.NaN);
    }

    public int OutputSize => _layer.OutputShape(_input).Size;
    public float[] Parameters { get; }
    public float[] X { get; }
    public float[] DY { get; }
    public float[] Y { get; }
    public float[] Cache { get; }
    public float[] DX { get; }
    public float[] DW { get; }
    public int FirstRow { get; init; }
    public Workers? Workers { get; init; }

    /// <summary>The same numbers for some of the rows.</summary>
    public LayerRun Part(int firstRow, int count) => new(this, firstRow, count);

    /// <summary>Fills everything that is to be assigned.</summary>
    public LayerRun Poison(float value)
    {
        foreach (float[] buffer in (float[][])[Y, Cache, DX, DW]) Array.Fill(buffer, value);
        return this;
    }

    public LayerRun Run(bool wantsInputGradient = true)
    {
        _layer.Forward(new ForwardPass
        {
            Parameters = Parameters,
            Input = X,
            Output = Y,
            Cache = Cache,
            BatchSize = _batchSize,
            InputShape = _input,
            IsTraining = true,
            Seed = Seed,
            FirstRow = FirstRow,
            Workers = Workers ?? Workers.None,
        });
        _layer.Backward(new BackwardPass
        {
            Parameters = Parameters,
            Input = X,
            Output = Y,
            OutputGradient = DY,
            Cache = Cache,
            InputGradient = wantsInputGradient ? DX : default,
            ParameterGradient = DW,
            BatchSize = _batchSize,
            InputShape = _input,
            Seed = Seed,
            FirstRow = FirstRow,
            Workers = Workers ?? Workers.None,
        });
        return this;
    }

    public void AssertSameBits(LayerRun actual)
    {
        Bits.AssertEqual(Y, actual.Y, "output");
        Bits.AssertEqual(DX, actual.DX, "input gradient");
        Bits.AssertEqual(DW, actual.DW, "parameter gradient");
    }
}
