using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN015: a layer of which not one bit changes in 90 steps.</summary>
internal sealed class FrozenLayer() : Check("SNN015", CheckMoment.StepEnd)
{
    private const int Steps = 90;
    private const double Solved = 0.01; // of what it costs to know nothing: then nothing has to change any more

    public override void Examine(in CheckPass pass)
    {
        if (pass.StepsSinceBefore < Steps || pass.LearningRate == 0 || pass.Steps[^1].Loss < pass.Data.LossAt(Solved)) return;
        foreach (var layer in pass.Layers)
        {
            if (layer.Parameters.IsEmpty || layer.IsFrozen || !layer.Parameters.SequenceEqual(layer.Before) || Finite.IndexOfFirstNot(layer.Parameters) >= 0)
                continue;
            float gradient = Magnitude.Largest(layer.Gradient);
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"{layer.Name} did not change in {pass.StepsSinceBefore} steps; its largest gradient is {NumberFormat.Text(gradient)}.",
                Advice = gradient == 0 ? "No gradient reaches it: a later layer passes none back. Look for dead units (SNN013), or check that layer's Backward."
                    : "The steps are too small to change a float: raise the learning rate, or check the optimizer.",
                Layer = layer.Name,
                Tensor = "parameters",
                Evidence = new Dictionary<string, double> { ["steps"] = pass.StepsSinceBefore, ["largest gradient"] = gradient },
            });
        }
    }
}
