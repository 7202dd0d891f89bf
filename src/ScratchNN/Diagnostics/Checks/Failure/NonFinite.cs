using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN010: the first number that is not finite, in the order of the computation, and what made it.</summary>
/// <remarks>
/// Forward from the input to the losses, back from the last layer to the first, then the step. What comes first is the cause, all else follows.
/// </remarks>
internal sealed partial class NonFinite() : Check("SNN010", CheckMoment.Failure)
{
    private const float ExpOverflows = 88.72284f; // ln of the largest float32

    public override void Examine(in CheckPass pass)
    {
        if (Forward(pass) || Losses(pass) || Backward(pass)) return;
        Step(pass);
    }

    private bool Forward(in CheckPass pass)
    {
        var x = pass.Layers[0].Input;
        int columns = pass.Layers[0].InputShape.Size, bad = Finite.IndexOfFirstNot(x);
        if (bad >= 0)
            return Report(pass, null, "x", bad, columns, x[bad], "Bad data", $"x holds {NumberFormat.Text(x[bad])}", "Drop that row or fill it in.", []);

        for (int i = 0; i < pass.Layers.Count; i++)
        {
            var layer = pass.Layers[i];
            int at = Finite.IndexOfFirstNot(layer.Output);
            if (at < 0) continue;
            int outputs = layer.OutputShape.Size, inputs = layer.InputShape.Size;
            var row = layer.Input.Slice(at / outputs * inputs, inputs);
            float value = layer.Output[at], input = Magnitude.Largest(layer.Input), weight = Magnitude.Largest(layer.Parameters);
            IReadOnlyList<string> ruledOut = ["the data: x is finite", "the weights: all are finite, " + NumberFormat.Text(LargestWeight(pass)) + " at most"];
            var last = LastFinite(pass, pass.Earlier.Layer(i).Output[at], layer.Output);
            string seen = $"the output of {layer.Name} became {NumberFormat.Text(value)}{last.Words}";
            if (layer.Parameters.IsEmpty && input > ExpOverflows && Finite.IndexOfFirstNot(layer.Input) < 0 && input < 1e6f)
                return Report(
                    pass, layer.Name, "output", at, outputs, value, "Exp overflow",
                        $"{seen}: its input reached {NumberFormat.Text(input)}, and exp overflows float32 above 88.72. Infinity divided by infinity is NaN",
                    "Subtract the maximum of each row before exp, as Softmax does: it changes no probability.", ruledOut, ("largest input", input),
                        last.Number);
            if (layer.Parameters.IsEmpty)
                return Report(
                    pass, layer.Name, "output", at, outputs, value, float.IsNaN(value) ? "0/0" : "Overflow",
                    $"{seen}, from finite inputs of {NumberFormat.Text(Magnitude.Largest(row))} at most in that row",
                    float.IsNaN(value) ? "Look for 0/0, infinity − infinity, or the root or logarithm of a number below 0 in that layer."
                        : "Look for a division by 0 or an overflow in that layer.", ruledOut, ("largest input", input), last.Number);
            return Report(
                pass, layer.Name, "output", at, outputs, value, "Exploding weights",
                    $"{seen}: inputs reached {NumberFormat.Text(input)} and weights {NumberFormat.Text(weight)}, so their products exceed float32",
                Clipping.Or(pass.Options, $"Divide the learning rate ({NumberFormat.Text(pass.LearningRate)}) by 10"), ["the data: x is finite"],
                    ("largest input", input), ("largest weight", weight), last.Number);
        }
        return false;
    }

    private bool Losses(in CheckPass pass)
    {
        int row = Finite.IndexOfFirstNot(pass.Losses);
        if (row < 0) return false;
        var last = pass.Layers[^1];
        float largest = Magnitude.Largest(pass.Outputs), loss = pass.Losses[row];
        var before = LastFinite(pass, pass.Earlier.MicroBatch.RowLosses[row], pass.Losses);
        if (!pass.Targets.IsEmpty && Finite.IndexOfFirstNot(pass.Targets) >= 0)
            return Report(pass, null, "y", row, 1, loss, "Bad data", "y holds a target that is not a finite number", "Drop that row or fill it in.", []);
        return LossProbe.IsOfZero(pass, row)
            ? Report(
                pass, last.Name, "output", row, 1, loss, "log(0)",
                    $"a loss became {NumberFormat.Text(loss)}{before.Words}: the output of {last.Name} for the right class is 0, and ln 0 is minus infinity",
                "Use CrossEntropy on logits: it never takes the logarithm of a rounded probability.", ["the data: x is finite", "the outputs: all are finite"],
                    ("output", 0), before.Number)
            : Report(
                pass, last.Name, "output", row, 1, loss, "Overflow",
                    $"a loss became {NumberFormat.Text(loss)}{before.Words}: the outputs of {last.Name} reached {NumberFormat.Text(largest)}",
                $"Divide the learning rate ({NumberFormat.Text(pass.LearningRate)}) by 10, and scale inputs and targets to about 1.",
                    ["the data: x is finite", "the outputs: all are finite"], ("largest output", largest), before.Number);
    }

    private bool Report(
        in CheckPass pass, string? layer, string tensor, int at, int columns, float value, string cause, string seen, string advice,
        IReadOnlyList<string> ruledOut, params ReadOnlySpan<(string Name, float Value)> numbers)
    {
        var evidence = new Dictionary<string, double> { ["index"] = at, ["value"] = value, ["learning rate"] = pass.LearningRate };
        foreach (var (name, number) in numbers) evidence[name] = number;
        string where = "";
        if (columns > 1 || tensor is "x" or "y" or "output")
        {
            int row = pass.Rows[at / columns];
            evidence["row"] = row;
            evidence["column"] = at % columns;
            where = $" in row {row}" + (columns > 1 ? $", column {at % columns}" : "");
        }
        if (cause is "Exploding weights" or "Exploding gradient" or "Learning rate too high") advice = Momentum.Or(pass.Options, advice, evidence);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Error,
            Title = $"{cause}{where}: {seen}.",
            Advice = advice,
            Layer = layer,
            Tensor = tensor,
            FollowsFrom = cause != "Bad data" && pass.Findings.Any(IsOfNumbers) ? "SNN002" : null,
            Evidence = evidence,
            RuledOut = ruledOut,
        });
        return true;
    }

    /// <summary>Whether it tells of numbers too large: all of them, single ones, or one that stands for missing values.</summary>
    private static bool IsOfNumbers(Finding finding) => finding.Code == "SNN002"
        && ((finding.Tensor is "x" or "y" && finding.Evidence.ContainsKey("root mean square")) || finding.Evidence.ContainsKey("mark")
            || finding.Evidence.ContainsKey("outliers"));

    /// <summary>What stood in the same place with the weights before; where that was not finite either, the largest number beside it that is.</summary>
    private static (string Words, (string Name, float Value) Number) LastFinite(in CheckPass pass, float before, ReadOnlySpan<float> tensor)
    {
        if (float.IsFinite(before))
            return ($" ({NumberFormat.Text(before)} with the weights {(pass.StepsSinceBefore == 1 ? "one step" : $"{pass.StepsSinceBefore} steps")} earlier)",
                ("last finite", before));
        float largest = Magnitude.LargestFinite(tensor);
        return (largest == 0 ? "" : $" (the largest finite one is {NumberFormat.Text(largest)})", ("largest finite", largest));
    }

    private static float LargestWeight(in CheckPass pass)
    {
        float largest = 0;
        foreach (var layer in pass.Layers) largest = Math.Max(largest, Magnitude.Largest(layer.Parameters));
        return largest;
    }
}
