namespace ScratchNN;

/// <summary>SNN018: a validation loss that rises for three epochs while the training loss is well below, or that never was better than knowing nothing.</summary>
internal sealed class Overfitting() : Check("SNN018", CheckMoment.EpochEnd)
{
    private const int Epochs = 3;
    private const double Gap = 0.2, Nothing = 0.99; // of the baseline

    public override void Examine(in CheckPass pass)
    {
        if (pass.Epochs.Count <= Epochs || pass.Epochs[^1].ValidationLoss == null) return;
        if (!CarriesOver(pass)) return;
        for (int back = 1; back <= Epochs; back++)
        {
            EpochResult epoch = pass.Epochs[^back], before = pass.Epochs[^(back + 1)];
            if (!(epoch.ValidationLoss > (1 + Gap) * epoch.Loss && epoch.ValidationLoss > before.ValidationLoss)) return;
        }
        var best = pass.Epochs.MinBy(epoch => epoch.ValidationLoss)!;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"The validation loss rises for {Epochs} epochs: {NumberFormat.Text(pass.Epochs[^1].ValidationLoss!.Value)}, while training is at {NumberFormat.Text(pass.Epochs[^1].Loss)}. The best epoch was {best.Epoch}, with {NumberFormat.Text(best.ValidationLoss!.Value)}.",
            Advice = pass.Options.Callbacks.Any(callback => callback is EarlyStopping { RestoreBest: true }) ? "The model learns the samples by heart. EarlyStopping will go back to the best epoch; more data or a smaller model help too."
                : "The model learns the samples by heart. Add EarlyStopping to the Callbacks: it goes back to the best epoch; more data or a smaller model help too.",
            Tensor = "validation loss",
            Evidence = new Dictionary<string, double> { ["best epoch"] = best.Epoch, ["validation loss"] = pass.Epochs[^1].ValidationLoss!.Value, ["loss"] = pass.Epochs[^1].Loss },
        });
    }

    private bool CarriesOver(in CheckPass pass)
    {
        double baseline = pass.BaselineLoss, loss = pass.Epochs[^1].Loss, best = double.PositiveInfinity;
        int epochsSince = 0;
        foreach (var epoch in pass.Epochs)
        {
            epochsSince++;
            if (epoch.ValidationLoss < best) (best, epochsSince) = (epoch.ValidationLoss.Value, 0);
        }
        if (!(loss < pass.Data.LossAt(Nothing) && best > pass.Data.LossAt(Nothing) && epochsSince >= Epochs)) return true; // it may still come down
        if (ValidationShift.IsKnown(pass)) return false;
        var neighbours = NeighbourAgreement.Of(pass);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"Nothing of what is learned carries over: training is at {NumberFormat.Text(loss)}, validation at {NumberFormat.Text(best)} at best; the best constant answer costs {NumberFormat.Text(baseline)}.",
            Advice = neighbours is { TellsNothing: true } ? neighbours.Advice
                : $"The model memorises {pass.Data.Count} rows: take more rows, a smaller model, dropout or weight decay.{(neighbours is { TellsOfY: false } ? $" {neighbours.Advice}" : "")}",
            Tensor = "validation loss",
            Evidence = new Dictionary<string, double> { ["validation loss"] = best, ["loss"] = loss, ["baseline loss"] = baseline, ["neighbours"] = neighbours?.Score ?? double.NaN },
            RuledOut = neighbours?.RuledOut ?? [],
        });
        return false;
    }
}
