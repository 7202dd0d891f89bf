namespace ScratchNN;

/// <summary>
/// SNN002: features that are the same in every sample. Zeros, and the smallest number of all, are let pass: the margins of images are full of them. So are
/// ones, a bias in x.
/// </summary>
internal sealed class ConstantInputs() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestSamples = 8, MostVerified = 100; // columns; where so many are constant in all rows, so are the others

    public override void Examine(in CheckPass pass)
    {
        var data = pass.Data;
        if (data.Count < FewestSamples) return;
        int constant = 0, first = -1, varying = 0;
        float smallest = data.Minima.Min();
        for (int column = 0; column < data.Minima.Length; column++)
        {
            if (data.Minima[column] != data.Maxima[column]) varying++; // NaN too: it is not this rule's business
            else if (data.Minima[column] is not (0 or 1) && data.Minima[column] != smallest && (constant >= MostVerified || IsConstant(pass, column))
                && constant++ == 0) first = column;
        }
        if (varying == 0 && AreAllTheSame(pass))
            Report(pass, Severity.Error, "x", $"All {data.Count} samples are the same in each of the {data.Minima.Length} features.",
                "There is nothing to tell them apart: check how x is filled"
                + (data.Minima.AsSpan().IndexOfAnyExcept(0) < 0 ? ". All are 0: were integers divided, as byte / 255 does? Divide as float: pixel / 255f."
                    : "."), data.Minima.Length);
        else if (constant > 0 && Standardized.Inputs(pass).Length == 0) // which makes zeros of it
            Report(
                pass, Severity.Warning, $"x[{first}]",
                constant == 1 ? $"Column {first} of x is {NumberFormat.Text(data.Minima[first])} in all {Looked(pass)} samples."
                    : $"{constant} of {data.Minima.Length} columns of x are the same in all {Looked(pass)} samples: "
                        + $"column {first} is {NumberFormat.Text(data.Minima[first])}.",
                "It tells the model nothing and acts as a second bias. Drop it, or check how x is filled.", constant);
    }

    /// <summary>Not those of the probe alone: what ends a Fit has to be certain.</summary>
    private static bool AreAllTheSame(in CheckPass pass)
    {
        if (pass.Source.IsOnDemand) return false; // reading all of it may take longer than training
        var x = pass.Source.Inputs;
        foreach (int row in pass.TrainingRows)
            if (!x[row].SequenceEqual(x[pass.TrainingRows[0]])) return false;
        return true;
    }

    /// <summary>Whether a column that is the same in all samples that were looked at is so in all there are.</summary>
    private static bool IsConstant(in CheckPass pass, int column)
    {
        if (pass.Source.IsOnDemand) return true;
        var x = pass.Source.Inputs;
        foreach (int row in pass.TrainingRows)
            if (x[row][column] != pass.Data.Minima[column]) return false;
        return true;
    }

    private static int Looked(in CheckPass pass) => pass.Source.IsOnDemand ? pass.Data.SampledCount : pass.Data.Count;

    private void Report(in CheckPass pass, Severity severity, string tensor, string title, string advice, int columns) => pass.Report(new Finding
    {
        Code = Code,
        Severity = severity,
        Title = title,
        Advice = advice,
        Tensor = tensor,
        Evidence = new Dictionary<string, double> { ["constant columns"] = columns, ["columns"] = pass.Data.Minima.Length, ["samples"] = Looked(pass) },
    });
}
