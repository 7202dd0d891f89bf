namespace ScratchNN;

/// <summary>What an optimizer does to one weight: what it is by its steps, whatever its name.</summary>
internal static class StepProbe
{
    private const float Small = 1e-3f;

    /// <summary>The share of itself that a weight loses in a step without a gradient; NaN if that cannot be told.</summary>
    public static double Decay(Optimizer optimizer) => -Move(optimizer, 0);

    /// <summary>Whether a gradient a thousand times as small makes a far smaller step: not so where steps are divided by their size, as Adam's are.</summary>
    public static bool FollowsGradients(Optimizer optimizer)
    {
        double still = Move(optimizer, 0), full = Move(optimizer, 1) - still, small = Move(optimizer, Small) - still;
        return Math.Abs(small) < 0.1 * Math.Abs(full);
    }

    /// <summary>How far the first step moves a weight of 1.</summary>
    private static double Move(Optimizer optimizer, float gradient)
    {
        float[] weight = [1], gradients = [gradient], state = new float[optimizer.StateSlots];
        try
        {
            optimizer.Step(new OptimizerPass(state, 1) { Parameters = weight, Gradient = gradients, StepNumber = 1, LearningRate = (float)optimizer.LearningRate, Role = ParameterRole.Weight });
        }
        catch (Exception) // of an optimizer that does not take one weight alone
        {
            return double.NaN;
        }
        return (double)weight[0] - 1;
    }
}
