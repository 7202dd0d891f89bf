namespace ScratchNN;

/// <summary>SNN009: whether the model uses its input, by the loss with zeros for inputs against the real one.</summary>
internal static class InputTest
{
    private const double SameLoss = 0.02;

    public static void Run(in DiagnosisPass pass)
    {
        int[] rows = pass.Rows(CheckProbe.RowsOf(pass.Model));
        Objective with = pass.ObjectiveOf(pass.Model, rows.Length), without = pass.ObjectiveOf(pass.Model, rows.Length);
        double real = with.Evaluate(pass.Data, rows).Loss, zeroed, difference = 0;
        try
        {
            var zeros = pass.Data.Copied(rows, pass.Workers, out float[] x);
            Array.Clear(x);
            zeroed = without.Evaluate(zeros, [.. Enumerable.Range(0, rows.Length)]).Loss;
        }
        catch (Exception) // of a layer that does not take zeros: then it does not ignore its input
        {
            return;
        }
        // the means of fresh weights are alike
        for (int i = 0; i < rows.Length; i++) difference += Math.Abs(with.LastMicroBatch.RowLosses[i] - without.LastMicroBatch.RowLosses[i]) / rows.Length;
        if (!(difference < SameLoss * real)) return;
        pass.Findings.Add(new Finding
        {
            Code = "SNN009",
            Severity = Severity.Warning,
            Title = $"The loss is {NumberFormat.Text(real)} on {rows.Length} samples, and {NumberFormat.Text(zeroed)} with zeros in their place: "
                + "the model ignores its input.",
            Advice = "No signal reaches the outputs: look for dead or saturated layers, or inputs so small that the bias drowns them.",
            Evidence = new Dictionary<string, double> { ["loss"] = real, ["loss with zeros"] = zeroed },
        });
    }
}
