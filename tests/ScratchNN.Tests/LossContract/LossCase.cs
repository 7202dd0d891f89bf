namespace ScratchNN.Tests.LossContract;

/// <summary>A loss, its outputs per sample and its targets.</summary>
internal sealed record LossCase(Loss Loss, int Outputs, Against Against)
{
    public string Name => $"{Loss} of {Outputs} against {Against}";
}
