namespace ScratchNN;

/// <summary>SNN019: weights or data were changed from outside while training, so that the same steps, taken again, go another way.</summary>
internal static class OutsideChange
{
    public static Finding Before(long step, string tensor, int index, float was, float became) => new()
    {
        Code = "SNN019",
        Severity = Severity.Error,
        Title = FormattableString.Invariant($"{tensor}[{index}] was changed from outside between step {step - 1} and step {step}: ")
            + $"training had set it to {NumberFormat.Text(was)}, then it was {NumberFormat.Text(became)}.",
        Advice = "Replaying the same steps from the last copy of the weights gives a different result. Find what writes to Model.Parameters, or to the data, "
            + "while Fit runs: a callback, another thread.",
        Layer = tensor[..tensor.LastIndexOf('.')],
        Tensor = tensor,
        Evidence = new Dictionary<string, double> { ["index"] = index, ["was"] = was, ["became"] = became, ["after step"] = step - 1, ["before step"] = step },
        RuledOut = ["the learning rate", "the steps themselves: they give finite numbers"],
    };
}
