namespace ScratchNN.Tests.LayerContract;

/// <summary>A layer and an input that the contract is checked on.</summary>
internal sealed record LayerCase(string Name, Layer Layer, Shape Input)
{
    public int ParameterCount => Layer.Parameters(Input).Sum(info => info.Shape.Size);

    /// <summary>Random parameters, of which variances and deviations are above 0.</summary>
    public float[] DrawnParameters()
    {
        float[] drawn = Draw.Normal(ParameterCount, 1, 0.5f);
        int at = 0;
        foreach (var info in Layer.Parameters(Input))
        {
            if (info.Name.EndsWith("running_var", StringComparison.Ordinal) || info.Name.EndsWith("deviation", StringComparison.Ordinal))
                for (int i = 0; i < info.Shape.Size; i++) drawn[at + i] = 0.5f + Math.Abs(drawn[at + i]);
            at += info.Shape.Size;
        }
        return drawn;
    }
}
