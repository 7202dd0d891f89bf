namespace ScratchNN;

/// <summary>SNN015: a layer that is frozen with its first random weights. That all are frozen is refused before any check.</summary>
internal sealed class FrozenWeights() : Check("SNN015", CheckMoment.TrainingStart)
{
    public override void Examine(in CheckPass pass)
    {
        if (pass.Step > 0 || !pass.Model.Built.IsDrawn) return;
        foreach (var layer in pass.Layers)
        {
            if (layer.Parameters.IsEmpty || !layer.IsFrozen) continue;
            pass.Report(Severity.Info, $"{layer.Name} is frozen with its first random weights: what it makes of x is left to chance.", "Call model.Unfreeze(), or train the model or load weights before you freeze a layer.", layer.Name);
            return;
        }
    }
}
