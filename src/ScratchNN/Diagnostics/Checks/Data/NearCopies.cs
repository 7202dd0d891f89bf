using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN018: validation rows with near copies among the training rows, as when images are varied before the split.</summary>
/// <remarks>
/// Of a row of copies the nearest few training rows are near, and the next is far: a gap that rows of a continuous space do not have, and clouds of classes
/// only where there are as few of them as classes. So it looks for a gap behind the first to the 64th neighbour, with one class before it, in almost all of the
/// rows, and for more groups than classes.
/// </remarks>
internal sealed class NearCopies() : Check("SNN018", CheckMoment.TrainingStart)
{
    private const int MostTraining = 4096, MostValidation = 64, Fewest = 20, MostCopies = 64, FewestColumns = 8, MostFloats = 1 << 22;
    private const double Gap = 1.5, AlmostAll = 0.9, MostOf = 0.5; // times as far; of the rows: by chance one in a hundred is beside its nearest
    private const float Rounding = 1e-6f;
    private const int GroupsPerClass = 3, Beside = 2; // rows

    public override void Examine(in CheckPass pass)
    {
        RowSource data = pass.Source, validation = pass.Validation;
        int columns = data.InputShape.Size, classes = pass.Data.ClassCounts.Count(count => count > 0);
        if (data.IsOnDemand || validation.IsOnDemand || classes < 2 || columns is < FewestColumns or > MostTraining || pass.ValidationRows.Length < Fewest
            || pass.TrainingRows.Length < MostCopies * 2) return;
        int[] rows = RowSample.Of(pass.TrainingRows, Math.Min(MostTraining, MostFloats / columns), pass.Options.Seed),
            held = RowSample.Of(pass.ValidationRows, MostValidation, pass.Options.Seed);
        if (rows.Length < pass.TrainingRows.Length) return; // of a part of the rows most copies are missing
        float[] distances = Distances(data.Inputs, rows, validation.Inputs, held, columns, pass.Workers);
        int[] labels = new int[rows.Length], order = new int[rows.Length];
        data.ReadTargets(rows, labels, default, default);
        if (ReportNeighbours(pass, rows, held, distances)) return;
        int found = 0, copies = 0;
        float[] sorted = new float[rows.Length];
        for (int i = 0; i < held.Length; i++)
        {
            distances.AsSpan(i * rows.Length, rows.Length).CopyTo(sorted);
            for (int j = 0; j < order.Length; j++) order[j] = j;
            Array.Sort(sorted, order);
            int near = 0;
            for (int k = 1; k <= MostCopies && labels[order[k - 1]] == labels[order[0]]; k++)
                if (sorted[k - 1] > Rounding * sorted[^1] && Math.Sqrt(sorted[k]) > Gap * Math.Sqrt(sorted[k - 1])) near = k; // equal rows are not near ones
            if (near == 0) continue;
            found++;
            copies += near;
        }
        if (found < AlmostAll * held.Length || (double)rows.Length / ((double)copies / found) < GroupsPerClass * classes) return;
        double each = (double)copies / found;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"{found} of {held.Length} validation rows have near copies among the training rows, {NumberFormat.Text(Math.Round(each))} each: "
                + "the next nearest row is much further away.",
            Advice = "The validation loss does not show how the model does on unseen data. Split first, and make copies (shifted, noisy, "
                + "rotated) of the training rows only; or keep all copies of a row on one side, with Split.ByGroup.",
            Tensor = "x",
            Evidence = new Dictionary<string, double> { ["rows"] = found, ["sampled"] = held.Length, ["copies"] = each },
        });
    }

    /// <summary>Whether the nearest training row of most is a row right before or behind it, as of windows that overlap.</summary>
    private bool ReportNeighbours(in CheckPass pass, int[] rows, int[] held, float[] distances)
    {
        int beside = 0;
        // other data have numbers of their own; equal rows are told already
        if (pass.Options.ValidationSplit == null || pass.Findings.Any(finding => finding.Code == Code)) return false;
        for (int i = 0; i < held.Length; i++)
        {
            int nearest = distances.AsSpan(i * rows.Length, rows.Length).IndexOf(TensorPrimitives.Min(distances.AsSpan(i * rows.Length, rows.Length)));
            if (Math.Abs(rows[nearest] - held[i]) <= Beside) beside++;
        }
        if (beside < MostOf * held.Length) return false;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"For {beside} of {held.Length} validation rows, the nearest training row is right next to it in the data, as with overlapping windows: "
                + "validation sees almost the same rows as training.",
            Advice = "Set ValidationSplit to Split.Last(0.2), which validates on the end of the data.",
            Tensor = "x",
            Evidence = new Dictionary<string, double> { ["rows"] = beside, ["sampled"] = held.Length },
        });
        return true;
    }

    /// <summary>‖a − b‖² = ‖a‖² + ‖b‖² − 2·a·b of each validation row a and training row b.</summary>
    private static float[] Distances(SampleSpan x, int[] rows, SampleSpan heldX, int[] held, int columns, Workers workers)
    {
        float[] training = Gathered(x, rows, columns), asked = Gathered(heldX, held, columns), products = new float[held.Length * rows.Length],
            norms = Norms(training, columns), heldNorms = Norms(asked, columns);
        Gemm.MultiplyTransposedB(asked, training, products, held.Length, rows.Length, columns, workers: workers);
        for (int i = 0; i < products.Length; i++) products[i] = heldNorms[i / rows.Length] + norms[i % rows.Length] - (2 * products[i]);
        return products;
    }

    private static float[] Gathered(SampleSpan x, int[] rows, int columns)
    {
        float[] values = new float[rows.Length * columns];
        for (int i = 0; i < rows.Length; i++) x[rows[i]].CopyTo(values.AsSpan(i * columns));
        return values;
    }

    private static float[] Norms(float[] values, int columns)
    {
        float[] norms = new float[values.Length / columns];
        for (int i = 0; i < norms.Length; i++) norms[i] = (float)Sums.OfSquares(values.AsSpan(i * columns, columns));
        return norms;
    }
}
