using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The parameters of a built model and their places: one object, so that who predicts while another thread builds has both of one model.</summary>
/// <param name="plan">The shapes. The parameters are zero at first.</param>
internal sealed class Weights(Block.Plan plan)
{
    public Block.Plan Plan { get; } = plan;

    public AlignedBuffer Buffer { get; } = new(plan.ParameterCount);
}
