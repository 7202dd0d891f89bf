using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>In which step each unit of each ReLU was last seen active: of an image, each channel, anywhere.</summary>
internal sealed class UnitActivity
{
    private const int Never = -1;

    private readonly long[][] _steps; // by layer; empty where it is no ReLU
    private readonly float[] _largest; // of each unit

    public UnitActivity(LayerTrace trace)
    {
        _steps = [.. trace.Layers.Select(layer => new long[layer.Layer is ReLU ? layer.Output.Channels : 0])];
        foreach (long[] steps in _steps) Array.Fill(steps, Never);
        _largest = new float[_steps.Max(steps => steps.Length)];
    }

    /// <summary>Which units are active in what was just computed.</summary>
    public void Note(Observation seen, long step)
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            long[] steps = _steps[i];
            if (steps.Length == 0) continue;
            var output = seen.Layer(i).Output;
            var largest = _largest.AsSpan(0, steps.Length);
            largest.Clear();
            for (int at = 0; at < output.Length; at += steps.Length) TensorPrimitives.Max(largest, output.Slice(at, steps.Length), largest);
            for (int unit = 0; unit < steps.Length; unit++)
                if (largest[unit] > 0) steps[unit] = step;
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
