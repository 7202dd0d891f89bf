using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>SNN012: one class is the answer to everything.</summary>
internal sealed class ClassCollapse() : Check("SNN012", CheckMoment.StepEnd)
{
    private const double Nearly = 0.95, Half = 0.5;
    private const int FewestSamples = 8;
    private const double Constant = 1e-6; // of the variance of the targets: that of the answers

    public override void Examine(in CheckPass pass)
    {
        if (pass.Meaning == OutputKind.Numbers || (pass.Meaning == OutputKind.YesNo && pass.Layers[^1].OutputShape.Size > 1)) ExamineNumbers(pass);
        var predictions = pass.Predictions;
        if (predictions.IsEmpty) return;
        bool isNaN = float.IsNaN(pass.Steps[^1].LargestLogit);
        if (!isNaN && pass.IsLearning) return;
        int answer = TensorPrimitives.IndexOfMax(predictions), predicted = 0, right = pass.LabelCounts[answer];
        foreach (int count in predictions) predicted += count;
        double share = (double)predictions[answer] / predicted, labels = (double)right / predicted;
        if (share < Nearly || labels > Half) return;

        double loss = pass.Steps[^1].Loss, baseline = pass.BaselineLoss;
        var (dead, deadShare) = isNaN ? (null, 0) : DeadUnits.Worst(pass);
        var neighbours = isNaN ? null : NeighbourAgreement.Of(pass);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = neighbours is { TellsNothing: true } && deadShare <= Half ? Severity.Warning : Severity.Error, // of nothing it is the best answer
            Title = $"{NumberFormat.Percent(share)} of {predicted} predictions are "
                + $"{(pass.Meaning == OutputKind.YesNo ? answer == 1 ? "yes" : "no" : $"class {answer}")}, but {NumberFormat.Percent(labels)} of the "
                    + "labels are.",
            Advice = isNaN ? pass.Meaning == OutputKind.YesNo ? "The outputs are NaN, and any comparison with NaN is false: the answer no means nothing."
                : $"The outputs are NaN, and argmax of NaN is the first NaN: the answer class {answer} means nothing."
                : $"The loss is {NumberFormat.Text(loss)}"
                    + (double.IsNaN(baseline) ? ". "
                        : $"; guessing by class frequency alone costs {NumberFormat.Text(baseline)}: the model learned no more than that. ")
                    + (deadShare > Half ? $"{NumberFormat.Percent(deadShare)} of {dead} is dead: no gradient passes through it. "
                    + $"{(EarlierCauses.Sentence(pass) is { Length: > 0 } because ? because : "Lower the learning rate and build a new model.")}"
                    : neighbours?.Advice ?? "See the other findings."),
            Layer = deadShare > Half ? dead : null,
            Tensor = "output",
            FollowsFrom = isNaN ? "SNN010" : deadShare > Half ? "SNN013" : null,
            Evidence = new Dictionary<string, double>
            {
                ["class"] = answer, ["share of predictions"] = share, ["share of labels"] = labels, ["loss"] = loss, ["baseline loss"] = baseline,
                ["dead"] = deadShare,
            },
            RuledOut = isNaN ? [] : ["NaN: all logits are finite numbers", .. neighbours?.RuledOut ?? []],
        });
    }

    /// <summary>For numbers: the same answer for every sample.</summary>
    private void ExamineNumbers(in CheckPass pass)
    {
        var y = pass.Outputs;
        int columns = pass.Layers[^1].OutputShape.Size, rows = y.Length / columns;
        if (pass.IsLearning || rows < FewestSamples) return;
        double variance = 0;
        for (int column = 0; column < columns; column++)
        {
            double sum = 0, squares = 0;
            for (int at = column; at < y.Length; at += columns)
            {
                double difference = y[at] - y[column];
                sum += difference;
                squares += difference * difference;
            }
            variance = Math.Max(variance, (squares - (sum * sum / rows)) / rows);
        }
        if (!(variance < Constant * pass.Data.TargetVariance)) return;
        var (dead, deadShare) = DeadUnits.Worst(pass);
        var neighbours = NeighbourAgreement.Of(pass);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Error,
            Title = $"The answer to each of {rows} samples is the same, {NumberFormat.Text(y[0])}{(columns > 1 ? " and so on" : "")}, "
                + $"with a variance of {NumberFormat.Text(variance)}; the targets have {NumberFormat.Text(pass.Data.TargetVariance)}.",
            Advice = deadShare > Half
                ? $"{NumberFormat.Percent(deadShare)} of {dead} is dead: no gradient passes through it. "
                    + $"{(EarlierCauses.Sentence(pass) is { Length: > 0 } because ? because : "Lower the learning rate and build a new model.")}"
                    : neighbours?.Advice ?? "Nothing was learned that depends on x. See the other findings.",
            Layer = deadShare > Half ? dead : null,
            Tensor = "output",
            FollowsFrom = deadShare > Half ? "SNN013" : null,
            Evidence = new Dictionary<string, double>
            {
                ["answer"] = y[0], ["variance"] = variance, ["variance of the targets"] = pass.Data.TargetVariance, ["samples"] = rows,
                ["dead"] = deadShare,
            },
            RuledOut = neighbours?.RuledOut ?? [],
        });
    }
}
