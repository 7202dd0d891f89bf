using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The parameters of a built model and their places: one object, so that who predicts while another thread builds has both of one model.</summary>
/// <param name="plan">The shapes. The parameters are zero at first.</param>
internal sealed class Weights(ContainerPlan plan)
{
    public ContainerPlan Plan { get; } = plan;

    public AlignedBuffer Buffer { get; } = new(plan.ParameterCount);

    /// <summary>A flag for each parameter; empty if none is frozen. It is replaced, not written to.</summary>
    public bool[] Frozen
    {
        get;
        set
        {
            field = value;
            Untrained = UntrainedOf(Plan, value);
        }
    } = [];

    /// <summary>The parameters that the optimizer does not move.</summary>
    public int[] Untrained { get; private set; } = UntrainedOf(plan, []);

    public bool IsFrozen(int parameter) => Frozen.Length > 0 && Frozen[parameter];

    /// <summary>Whether some parameters, at least one, are all frozen.</summary>
    /// <param name="offset">Where they begin.</param><param name="count">The numbers of all.</param>
    /// <param name="orAdapted">Whether it is enough that no step moves them.</param>
    public bool AreFrozen(int offset, int count, bool orAdapted = false)
    {
        if (count == 0) return false;
        var places = Plan.Layout.Places;
        for (int i = Plan.Layout.IndexOf(offset); i < places.Length && places[i].Offset < offset + count; i++)
            if (!IsFrozen(i) && !(orAdapted && places[i].Info.Role == ParameterRole.Adapted)) return false;
        return true;
    }

    /// <summary>Whether layers that adapt have seen data.</summary>
    public bool IsAdapted { get; set; }

    /// <summary>What makes the predictions of the layers' outputs; null if they are these.</summary>
    public TargetScale? Scale { get; set; }

    /// <summary>
    /// Whether the last layer that has weights still has those that were drawn: nobody has trained, loaded or written them, so what the model predicts means
    /// nothing yet.
    /// </summary>
    public bool IsDrawn => _drawn == HashOfLast();

    /// <summary>Notes that the weights were drawn.</summary>
    public void MarkDrawn() => _drawn = HashOfLast();

    private ulong? _drawn;

    /// <summary>FNV-1a of the last weights and of all parameters after them.</summary>
    private ulong HashOfLast()
    {
        const ulong Basis = 14695981039346656037, Prime = 1099511628211;
        int last = Plan.Layout.Places.Length - 1;
        while (last > 0 && Plan.Layout.Places[last].Info.Role != ParameterRole.Weight) last--;
        int first = last < 0 ? 0 : Plan.Layout.Places[last].Offset;
        ulong hash = Basis;
        foreach (float parameter in Buffer.Span[first..]) hash = (hash ^ BitConverter.SingleToUInt32Bits(parameter)) * Prime;
        return hash;
    }

    private static int[] UntrainedOf(ContainerPlan plan, bool[] frozen) =>
        [.. Enumerable.Range(0, plan.Layout.Infos.Count).Where(i => !plan.Layout.Infos[i].IsTrained || (frozen.Length > 0 && frozen[i]))];

    /// <summary>Takes back what they learned from it.</summary>
    public void Unadapt(float[] before)
    {
        before.CopyTo(Buffer.Span);
        IsAdapted = false;
    }
}
