namespace ScratchNN;

/// <summary>What an advice to lower the learning rate says of a momentum that is the cause as much: nothing, where it is no more than usual.</summary>
internal static class Momentum
{
    /// <summary>The advice, in words that begin with a verb; null if there is none to give.</summary>
    public static string? Advice(TrainerOptions options, out double momentum)
    {
        double times = StepProbe.Inertia(options.Optimizer);
        momentum = times > 0 ? 1 - (1 / times) : 0;
        return times > 0 ? $"lower the momentum to 0.9: as it is, steps in one direction add up to {NumberFormat.Text(times)} times the first, with 0.9 to 10"
            : null;
    }

    /// <summary>Another advice, which ends in a full stop, with this one behind it if there is one to give; the momentum goes into the evidence.</summary>
    public static string Or(TrainerOptions options, string other, Dictionary<string, double> evidence)
    {
        if (Advice(options, out double momentum) is not { } advice) return other;
        evidence["momentum"] = momentum;
        return $"{other} Or {advice}.";
    }
}
