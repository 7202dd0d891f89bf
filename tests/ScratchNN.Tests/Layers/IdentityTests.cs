namespace ScratchNN.Tests.Layers;

public sealed class IdentityTests
{
    [Fact]
    public void Backward_IsTheSlopeOfForward() => Assert.InRange(GradientCheck.Run(new Identity(), new Shape(2, 3)).MaxRelativeError, 0, 1e-3); // its threshold
}
