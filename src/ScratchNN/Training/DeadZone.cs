using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>
/// Where a unit of a layer with one bound gets no gradient: at the bound, as ReLU's units do at 0; or, where the curve turns before it is flat, as those of
/// GELU and SiLU do, far out.
/// </summary>
/// <param name="Bound">The only bound of the outputs.</param><param name="IsLower">Whether it is the lower one.</param>
/// <param name="Below">Up to which input the layer is flat, where that is not at the bound; null where it is.</param>
internal readonly record struct DeadZone(float Bound, bool IsLower, float? Below)
{
    private const float Close = 1e-6f; // to the output far out: slopes are about 1e-6 there, too
    private const float Far = -64, Step = 0.5f;
    private const int Tries = 48; // of inputs, from −24 up to −0.5

    /// <summary>That of a layer; null if its outputs have no bound, or two.</summary>
    public static DeadZone? Of(TracedLayer layer) => layer.Layer.OutputRange switch
    {
        (var low, float.PositiveInfinity) when float.IsFinite(low) => new(low, true, FlatBelow(layer, low)),
        (float.NegativeInfinity, var high) when float.IsFinite(high) => new(high, false, null),
        _ => null,
    };

    /// <summary>How far each unit gets from the bound, or up from where it is flat, over all samples; of an image a unit is a channel, anywhere.</summary>
    public void Reach(in LayerView layer, Span<float> reach)
    {
        var values = Below == null ? layer.Output : layer.Input;
        reach.Fill(IsLower ? float.NegativeInfinity : float.PositiveInfinity);
        for (int at = 0; at < values.Length; at += reach.Length)
        {
            if (IsLower) TensorPrimitives.Max(reach, values.Slice(at, reach.Length), reach);
            else TensorPrimitives.Min(reach, values.Slice(at, reach.Length), reach);
        }
    }

    /// <summary>Whether a unit that gets no further is dead; with NaN it is neither dead nor active.</summary>
    public bool IsDead(float reach) => Below is { } below ? reach <= below : reach == Bound;

    /// <summary>Whether a unit that gets so far is active.</summary>
    public bool IsActive(float reach) => !IsDead(reach) && !float.IsNaN(reach);

    /// <summary>Up to which input an activation is flat, measured on the layer; null if it is at its bound there, or is not an activation.</summary>
    private static float? FlatBelow(TracedLayer layer, float low)
    {
        if (layer.Input != layer.Output || layer.AllParameterCount > 0) return null;
        try
        {
            float far = At(layer, Far);
            if (far == low || !float.IsFinite(far)) return null;
            float? flat = null;
            for (int i = Tries; i > 0 && Math.Abs(At(layer, -Step * i) - far) <= Close; i--) flat = -Step * i;
            return flat;
        }
        catch (Exception) // of a layer that does not take these numbers
        {
            return null;
        }
    }

    /// <summary>The first output for a sample that holds one number everywhere.</summary>
    private static float At(TracedLayer layer, float input)
    {
        float[] x = new float[layer.Input.Size], y = new float[x.Length], cache = new float[layer.Layer.CacheSize(layer.Input, 1)];
        Array.Fill(x, input);
        layer.Layer.Forward(new ForwardPass { Parameters = [], Input = x, Output = y, Cache = cache, BatchSize = 1, InputShape = layer.Input });
        return y[0];
    }
}
