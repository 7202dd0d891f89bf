using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>SNN002: an input or target that is no finite number.</summary>
internal sealed class BadNumbers() : Check("SNN002", Moment.Start)
{
    public override void Examine(in CheckPass pass)
    {
        var data = pass.Source;
        if (data.IsOnDemand) // reading all of it may take longer than training: the probe has to do
        {
            Report(pass, pass.Layers[0].Input, data.InputShape.Size, pass.Rows, "x");
            Report(pass, pass.Targets, data.TargetShape?.Size ?? 1, pass.Rows, "y");
            return;
        }
        if (FirstBadRow(data.Inputs, pass.TrainingRows) is { } row) Report(pass, data.Inputs[row], data.InputShape.Size, [row], "x");
        if (FirstBadRow(data.TargetRows, pass.TrainingRows) is { } targetRow) Report(pass, data.TargetRows[targetRow], data.TargetRows.Shape.Size, [targetRow], "y");
    }

    private static int? FirstBadRow(Samples samples, ReadOnlySpan<int> rows)
    {
        if (samples.Count == 0) return null;
        foreach (int row in rows)
            if (!TensorPrimitives.IsFiniteAll(samples[row])) return row;
        return null;
    }

    private void Report(in CheckPass pass, ReadOnlySpan<float> values, int columns, ReadOnlySpan<int> rows, string name)
    {
        int at = 0;
        while (at < values.Length && float.IsFinite(values[at])) at++;
        if (at == values.Length) return;
        int row = rows[at / columns], column = at % columns;
        pass.Report(new Finding(
            Code, Severity.Error,
            $"{name} holds {Numbers.Text(values[at])} in row {row}, column {column}.",
            "One such number makes NaN of every weight within two steps. Find where it comes from (a division by a zero spread, a missing value), then drop the row or fill it in.")
        {
            Tensor = name,
            Evidence = new Dictionary<string, double> { ["row"] = row, ["column"] = column, ["value"] = values[at] },
        });
    }
}
