using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>In which step each unit of each layer with one bound, as ReLU has, was last seen off it: of an image, each channel, anywhere.</summary>
internal sealed class UnitActivity
{
    private const int Never = -1;

    private readonly long[][] _steps; // by layer; empty where it has not one bound
    private readonly float[] _furthest; // from the bound, of each unit

    public UnitActivity(LayerTrace trace)
    {
        _steps = [.. trace.Layers.Select(layer => new long[BoundOf(layer.Layer) is null ? 0 : layer.Output.Channels])];
        foreach (long[] steps in _steps) Array.Fill(steps, Never);
        _furthest = new float[_steps.Max(steps => steps.Length)];
    }

    /// <summary>The bound of a layer's outputs that has none on the other side; null if there is none, or if there are two. A unit that stays at it is dead.</summary>
    public static float? BoundOf(Layer layer) => layer.OutputRange switch
    {
        (var low, float.PositiveInfinity) when float.IsFinite(low) => low,
        (float.NegativeInfinity, var high) when float.IsFinite(high) => high,
        _ => null,
    };

    /// <summary>Which units are active in what was just computed.</summary>
    public void Note(Observation seen, long step)
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            long[] steps = _steps[i];
            if (steps.Length == 0) continue;
            var layer = seen.Layer(i);
            float bound = BoundOf(layer.Layer)!.Value;
            var furthest = _furthest.AsSpan(0, steps.Length);
            furthest.Fill(bound);
            for (int at = 0; at < layer.Output.Length; at += steps.Length)
            {
                if (layer.Layer.OutputRange!.Value.Low == bound) TensorPrimitives.Max(furthest, layer.Output.Slice(at, steps.Length), furthest);
                else TensorPrimitives.Min(furthest, layer.Output.Slice(at, steps.Length), furthest);
            }
            for (int unit = 0; unit < steps.Length; unit++)
                if (furthest[unit] != bound && !float.IsNaN(furthest[unit])) steps[unit] = step;
        }
    }

    /// <summary>Of units that are dead: how many never lived in this Fit, and between which steps the others were last seen active.</summary>
    public (int Born, long First, long Last) Deaths(int layer, ReadOnlySpan<bool> isDead)
    {
        var deaths = (Born: 0, First: long.MaxValue, Last: 0L);
        for (int unit = 0; unit < isDead.Length; unit++)
        {
            long step = _steps[layer][unit];
            if (!isDead[unit]) continue;
            if (step == Never) deaths.Born++;
            else (deaths.First, deaths.Last) = (Math.Min(deaths.First, step), Math.Max(deaths.Last, step));
        }
        return deaths;
    }
}
