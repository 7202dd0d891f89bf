namespace ScratchNN;

/// <summary>What an optimizer of the library does to one weight: what it is by its steps, whatever its name.</summary>
/// <remarks>One of the user's own is not asked: it may count its steps, or write down what it is given, and would do so of steps that nobody takes.</remarks>
internal static class StepProbe
{
    private const float Small = 1e-3f;
    private const int Many = 1000;          // steps: momentum of 0.999 has reached two thirds of its end by then
    private const double UsualInertia = 11; // momentum of 0.9 makes it 10

    /// <summary>The share of itself that a weight loses in a step without a gradient; NaN if that cannot be told.</summary>
    public static double Decay(Optimizer optimizer) => -Move(optimizer, 0);

    /// <summary>Whether a gradient a thousand times as small makes a far smaller step: not so where steps are divided by their size, as Adam's are.</summary>
    public static bool FollowsGradients(Optimizer optimizer)
    {
        double still = Move(optimizer, 0), full = Move(optimizer, 1) - still, small = Move(optimizer, Small) - still;
        return Math.Abs(small) < 0.1 * Math.Abs(full);
    }

    /// <summary>To how many times the first step those add up that go on in its direction, where that is more than usual; else 0.</summary>
    public static double Inertia(Optimizer optimizer)
    {
        double times = (Move(optimizer, 1, Many) - Move(optimizer, 0, Many)) / (Move(optimizer, 1) - Move(optimizer, 0));
        return times > UsualInertia && double.IsFinite(times) ? times : 0;
    }

    /// <summary>How far the last of that many steps moves a weight of 1.</summary>
    private static double Move(Optimizer optimizer, float gradient, int steps = 1)
    {
        if (OwnCode.Is(optimizer)) return double.NaN;
        float[] weight = [1], gradients = [gradient], state = new float[optimizer.StateSlots];
        for (int step = 1; step <= steps; step++)
        {
            weight[0] = 1;
            optimizer.Step(
                new OptimizerPass(state, 1)
                {
                    Parameters = weight, Gradient = gradients, StepNumber = step, LearningRate = (float)optimizer.LearningRate,
                    Role = ParameterRole.Weight
                });
        }
        return (double)weight[0] - 1;
    }
}
