using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN016: gradients that explode, or that vanish on their way to the first layer, where the loss does not fall.</summary>
internal sealed class GradientScale() : Check("SNN016", CheckMoment.StepEnd)
{
    private const double LargeNorm = 1e3, Vanishing = 1e-3, Growing = 70;

    public override void Examine(in CheckPass pass)
    {
        if (pass.StepsSinceBefore != 1 || pass.IsLearning) return;
        double squares = 0, first = double.NaN, last = double.NaN;
        string firstName = "", lastName = "";
        foreach (var layer in pass.Layers)
        {
            if (layer.Gradient.IsEmpty || layer.IsFrozen) continue;
            double spread = Magnitude.RootMeanSquare(layer.Gradient);
            squares += spread * spread * layer.Gradient.Length;
            if (firstName.Length == 0) (first, firstName) = (spread, layer.Name);
            (last, lastName) = (spread, layer.Name);
        }
        double norm = Math.Sqrt(squares), ratio = first / last;
        if (norm > LargeNorm)
            Report(pass, lastName, $"The norm of the gradient is {NumberFormat.Text(norm)}.", Clipping.And(pass.Options, "Scale inputs and targets to about 1"),
                norm, ratio);
        else if (firstName != lastName && ratio < Vanishing)
            Report(pass, firstName, $"Gradients vanish: an entry is {NumberFormat.Text(last)} at {lastName} and {NumberFormat.Text(first)} at {firstName} "
                + "(root mean square).", "Saturating activations take most of it away, layer by layer: use ReLU with Initialization.HeNormal, or fewer layers.",
                norm, ratio);
        else if (firstName != lastName && ratio > Growing)
            Report(pass, firstName, $"Gradients grow backward: an entry is {NumberFormat.Text(last)} at {lastName} and {NumberFormat.Text(first)} at "
                + $"{firstName} (root mean square).", Clipping.And(pass.Options, "Start with smaller weights"), norm, ratio);
    }

    private void Report(in CheckPass pass, string layer, string title, string advice, double norm, double ratio) => pass.Report(new Finding
    {
        Code = Code,
        Severity = Severity.Warning,
        Title = title,
        Advice = advice,
        Layer = layer,
        Tensor = "gradient",
        Evidence = new Dictionary<string, double> { ["norm"] = norm, ["first to last"] = ratio },
    });
}
