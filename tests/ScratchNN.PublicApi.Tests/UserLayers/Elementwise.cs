namespace ScratchNN.PublicApi.Tests;

/// <summary>y = f(x), an activation of a user's.</summary>
internal sealed class Elementwise(Func<float, float> f, Func<float, float> slope, float low, float high) : Layer
{
    /// <summary>max(0, x).</summary>
    public static Layer Rectifier { get; } = new Elementwise(x => Math.Max(x, 0), x => x > 0 ? 1 : 0, 0, float.PositiveInfinity);

    /// <summary>min(−1, x).</summary>
    public static Layer UpTo { get; } = new Elementwise(x => Math.Min(x, -1), x => x < -1 ? 1 : 0, float.NegativeInfinity, -1);

    /// <summary>0.2·x + 0.5, between 0 and 1.</summary>
    public static Layer HardSigmoid { get; } = new Elementwise(x => Math.Clamp((0.2f * x) + 0.5f, 0, 1), x => Math.Abs(x) < 2.5f ? 0.2f : 0, 0, 1);

    /// <summary>x, between 0 and 6.</summary>
    public static Layer UpToSix { get; } = new Elementwise(x => Math.Clamp(x, 0, 6), x => x is > 0 and < 6 ? 1 : 0, 0, 6);

    public override (float Low, float High)? OutputRange => (low, high);

    public override void Forward(in ForwardPass pass)
    {
        for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = f(pass.Input[i]);
    }

    public override void Backward(in BackwardPass pass)
    {
        for (int i = 0; i < pass.InputGradient.Length; i++) pass.InputGradient[i] = slope(pass.Input[i]) * pass.OutputGradient[i];
    }
}
