using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The parameters of a built model and their places: one object, so that who predicts while another thread builds has both of one model.</summary>
/// <param name="plan">The shapes. The parameters are zero at first.</param>
internal sealed class Weights(ContainerPlan plan)
{
    public ContainerPlan Plan { get; } = plan;

    public AlignedBuffer Buffer { get; } = new(plan.ParameterCount);

    /// <summary>Whether layers that adapt have seen data.</summary>
    public bool IsAdapted { get; set; }

    /// <summary>Takes back what they learned from it.</summary>
    public void Unadapt(float[] before)
    {
        before.CopyTo(Buffer.Span);
        IsAdapted = false;
    }
}
