using ScratchNN;

namespace DigitPad;

/// <summary>A model that answers: a copy that no training writes to.</summary>
/// <param name="Model">The network.</param>
/// <param name="FirstLayers">Its first layer with the activation.</param>
/// <param name="Fault">How it was broken.</param>
internal sealed record Trained(Model Model, Model FirstLayers, Fault Fault)
{
    public static Trained Of(Model model, Fault fault)
    {
        var copy = model.Clone();
        return new Trained(copy, copy.Take(..2), fault);
    }
}
