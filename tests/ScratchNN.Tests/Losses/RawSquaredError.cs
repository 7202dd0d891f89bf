namespace ScratchNN.Tests;

/// <summary>A user's squared error: the library's, but it wants targets as they are.</summary>
internal sealed class RawSquaredError : Loss
{
    private readonly MeanSquaredError _loss = new();

    public override void Compute(in LossPass pass) => _loss.Compute(pass);

    public override double Baseline(in TargetSample sample) => _loss.Baseline(sample);
}
