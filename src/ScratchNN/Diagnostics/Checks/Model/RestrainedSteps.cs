using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN015: options that leave nothing of a step: a gradient clipped to next to nothing, and a weight decay that takes the weights back.</summary>
internal sealed class RestrainedSteps() : Check("SNN015", CheckMoment.TrainingStart)
{
    private const double SmallClip = 0.01, FarBelow = 100; // of the gradient's norm
    private const double LargeDecay = 0.003; // of a weight in a step: half of it in 230 steps

    public override void Examine(in CheckPass pass)
    {
        double decay = StepProbe.Decay(pass.Options.Optimizer);
        if (decay > LargeDecay)
            Report(
                pass, $"Weight decay takes {NumberFormat.Percent(decay)} of every weight away in each step, half of it in {Math.Ceiling(0.693 / decay)} "
                    + "steps, unless the gradient outweighs it: the weights cannot grow.",
                "Lower the weight decay: multiplied by the learning rate, it is the share of a weight that each step takes, and 1e-5 is usual.", "decay",
                    decay);
        double squares = 0;
        foreach (var layer in pass.Layers)
            if (!layer.Gradient.IsEmpty) squares += Sums.OfSquares(layer.Gradient);
        double norm = Math.Sqrt(squares);
        if (pass.Options.ClipNorm is not { } clip || clip > SmallClip || !(norm > FarBelow * clip) || !StepProbe.FollowsGradients(pass.Options.Optimizer))
            return;
        Report(
            pass, $"ClipNorm {NumberFormat.Text(clip)} cuts the gradient, whose norm is {NumberFormat.Text(norm)}: "
                + $"each step is {NumberFormat.Text(norm / clip)} times shorter than the learning rate says.",
            "Set ClipNorm to 1, which keeps steps from exploding and leaves the others alone, or do not set it.", "clip norm", clip);
    }

    private void Report(in CheckPass pass, string title, string advice, string name, double value) => pass.Report(new Finding
    {
        Code = Code,
        Severity = Severity.Warning,
        Title = title,
        Advice = advice,
        Tensor = "step",
        Evidence = new Dictionary<string, double> { [name] = value },
    });
}
