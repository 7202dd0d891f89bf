namespace ScratchNN;

/// <summary>In which step each unit of each layer that has a dead zone was last seen outside of it: of an image, each channel, anywhere.</summary>
internal sealed class UnitActivity
{
    private const int Never = -1;

    private readonly DeadZone?[] _zones; // by layer
    private readonly long[][] _steps; // by layer; empty without a zone
    private readonly float[] _reach;

    public UnitActivity(LayerTrace trace)
    {
        _zones = new DeadZone?[trace.Layers.Count];
        for (int layer = 0; layer < _zones.Length; layer++) _zones[layer] = DeadZone.Of(trace.Layers[layer]);
        _steps = [.. trace.Layers.Select((layer, i) => new long[_zones[i] is null ? 0 : layer.Output.Channels])];
        foreach (long[] steps in _steps) Array.Fill(steps, Never);
        _reach = new float[_steps.Max(steps => steps.Length)];
    }

    /// <summary>Where the units of a layer are dead; null if they cannot be.</summary>
    public DeadZone? ZoneOf(int layer) => _zones[layer];

    /// <summary>Which units are active in what was just computed.</summary>
    public void Note(Observation seen, long step)
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            if (_zones[i] is not { } zone) continue;
            long[] steps = _steps[i];
            var reach = _reach.AsSpan(0, steps.Length);
            zone.Reach(seen.Layer(i), reach);
            for (int unit = 0; unit < steps.Length; unit++)
                if (zone.IsActive(reach[unit])) steps[unit] = step;
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
