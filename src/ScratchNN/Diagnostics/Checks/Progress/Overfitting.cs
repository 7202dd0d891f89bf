namespace ScratchNN;

/// <summary>
/// SNN018: a validation loss that rises for three epochs while the training loss is well below, or that never was better than knowing nothing.
/// </summary>
internal sealed class Overfitting() : Check("SNN018", CheckMoment.EpochEnd)
{
    private const int Epochs = 3;
    private const double Gap = 0.2, Nothing = 0.99; // of the baseline
    private const double Point = 0.005, Half = 0.5; // of accuracy
    private const double Certain = 6; // standard errors of a share

    public override void Examine(in CheckPass pass)
    {
        if (pass.Epochs.Count <= Epochs || pass.Epochs[^1].ValidationLoss == null) return;
        if (HasOtherOrder(pass) || !CarriesOver(pass)) return;
        for (int back = 1; back <= Epochs; back++)
        {
            EpochResult epoch = pass.Epochs[^back], before = pass.Epochs[^(back + 1)];
            if (!(epoch.ValidationLoss > (1 + Gap) * epoch.Loss && epoch.ValidationLoss > before.ValidationLoss)) return;
        }
        var best = pass.Epochs.MinBy(epoch => epoch.ValidationLoss)!;
        if (pass.Epochs[^1].ValidationAccuracy >= best.ValidationAccuracy - Point)
        {
            var now = pass.Epochs[^1];
            Report(
                pass, Severity.Info, $"The validation loss rises ({NumberFormat.Text(best.ValidationLoss!.Value)} → "
                    + $"{NumberFormat.Text(now.ValidationLoss!.Value)}), the accuracy does not fall ({NumberFormat.Text(best.ValidationAccuracy!.Value)} → "
                        + $"{NumberFormat.Text(now.ValidationAccuracy!.Value)}): "
                    + "the model makes no more mistakes, but is more certain of them.",
                $"This does no harm if only the class matters. If probabilities matter, stop at epoch {best.Epoch}, which had the lowest loss: "
                    + "EarlyStopping does that.",
                ("best epoch", best.Epoch), ("validation loss", now.ValidationLoss.Value), ("loss", now.Loss), ("accuracy then", best.ValidationAccuracy.Value),
                    ("accuracy now", now.ValidationAccuracy.Value));
            return;
        }
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"The validation loss rises, for {Epochs} epochs now: it is {NumberFormat.Text(pass.Epochs[^1].ValidationLoss!.Value)}, "
                + $"and the training loss {NumberFormat.Text(pass.Epochs[^1].Loss)}. The best epoch was {best.Epoch}, "
                    + $"with {NumberFormat.Text(best.ValidationLoss!.Value)}.",
            Advice = pass.Options.Callbacks.Any(callback => callback is EarlyStopping { RestoreBest: true })
                ? "The model memorises the training samples. EarlyStopping will go back to the best epoch; more data or a smaller model help too."
                : "The model memorises the training samples. Add EarlyStopping to the Callbacks: it goes back to the best epoch; "
                    + "more data or a smaller model help too.",
            Tensor = "validation loss",
            Evidence = new Dictionary<string, double>
            {
                ["best epoch"] = best.Epoch, ["validation loss"] = pass.Epochs[^1].ValidationLoss!.Value, ["loss"] = pass.Epochs[^1].Loss,
            },
        });
    }

    /// <summary>Whether the model is right about validation rows, and the classes have other numbers there.</summary>
    private static bool HasOtherOrder(in CheckPass pass)
    {
        var now = pass.Epochs[^1];
        if (!(now.ValidationAccuracy < Half * now.Accuracy) || ClassOrder.Of(pass, pass.Validation, pass.ValidationRows) is not { } order) return false;
        string pairs = string.Join(", ", Enumerable.Range(0, order.Length).Where(i => order[i] >= 0 && order[i] != i).Take(4)
            .Select(i => $"{i} is {order[i]}"));
        Report(
            pass, Severity.Warning, $"The classes are numbered differently in the validation data: its class {pairs} of the training data.",
            "Number the classes by one list for all data: pass class names as y, or build the dictionary once.", ("accuracy", now.Accuracy!.Value),
                ("validation accuracy", now.ValidationAccuracy!.Value));
        return true;
    }

    private static void Report(in CheckPass pass, Severity severity, string title, string advice, params ReadOnlySpan<(string Name, double Value)> evidence) =>
        pass.Report(ComparedData.ValidationTargets.Of(title, advice, evidence) with { Severity = severity, Tensor = "validation loss" });

    /// <summary>Whether more validation rows are right than the most frequent class has, and not by chance.</summary>
    private static bool BeatsGuessing(in CheckPass pass)
    {
        int[] counts = pass.Data.ClassCounts;
        if (counts.Length == 0 || pass.Epochs[^1].ValidationAccuracy is not { } accuracy) return false;
        double largest = (double)counts.Max() / counts.Sum();
        return accuracy - largest > Certain * Math.Sqrt(largest * (1 - largest) / Math.Max(1, pass.ValidationRows.Length));
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
        if (BeatsGuessing(pass)) return true; // only the loss is worse than knowing nothing: a few wrong answers of which the model is very sure
        if (ValidationShift.IsKnown(pass)) return false;
        var neighbours = NeighbourAgreement.Of(pass);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"Nothing that is learned carries over: the training loss is {NumberFormat.Text(loss)}, validation {NumberFormat.Text(best)} at best; "
                + $"the best constant answer costs {NumberFormat.Text(baseline)}.",
            Advice = neighbours is { TellsNothing: true } ? neighbours.Advice
                : $"The model memorises {pass.Data.Count} rows: use more rows, a smaller model, dropout or weight "
                    + $"decay.{(neighbours is { TellsOfY: false } ? $" {neighbours.Advice}" : "")}",
            Tensor = "validation loss",
            Evidence = new Dictionary<string, double>
            {
                ["validation loss"] = best, ["loss"] = loss, ["baseline loss"] = baseline, ["neighbours"] = neighbours?.Score ?? double.NaN,
            },
            RuledOut = neighbours?.RuledOut ?? [],
        });
        return false;
    }
}
