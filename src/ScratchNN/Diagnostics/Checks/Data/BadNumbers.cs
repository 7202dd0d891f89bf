using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN002: an input or target that is not a finite number.</summary>
internal sealed class BadNumbers() : Check("SNN002", CheckMoment.TrainingStart)
{
    public override void Examine(in CheckPass pass)
    {
        var data = pass.Source;
        if (data.IsOnDemand) // reading all of it may take longer than training: the probe has to do
        {
            Report(pass, pass.Layers[0].Input, data.InputShape.Size, pass.Rows, "x", data.Where);
            Report(pass, pass.Targets, data.TargetShape?.Size ?? 1, pass.Rows, "y", data.Where);
        }
        else Report(pass, data, pass.TrainingRows);
        if (!pass.Validation.IsOnDemand) Report(pass, pass.Validation, pass.ValidationRows);
    }

    private void Report(in CheckPass pass, in RowSource data, ReadOnlySpan<int> rows)
    {
        if (FirstBadRow(data.Inputs, rows, pass.Workers) is { } row) Report(pass, data.Inputs[row], data.InputShape.Size, [row], "x", data.Where);
        if (FirstBadRow(data.TargetRows, rows, pass.Workers) is { } targetRow)
            Report(pass, data.TargetRows[targetRow], data.TargetRows.Shape.Size, [targetRow], "y", data.Where);
    }

    private static int? FirstBadRow(SampleSpan samples, ReadOnlySpan<int> rows, Workers workers)
    {
        if (samples.Count == 0 || rows.IsEmpty) return null;
        int columns = samples.Shape.Size;
        if (!samples.IsScattered && RowRange.IsConsecutive(rows)
            && Finite.Are(MatrixView.RowMajor(samples.Rows(rows[0], rows.Length, default), columns), rows.Length, columns, workers)) return null;
        Span<bool> isBad = stackalloc bool[1];
        workers.For(rows.Length, new Scan(samples, rows, isBad), minimumRows: 64);
        for (int i = 0; isBad[0] && i < rows.Length; i++)
            if (!Finite.Are(samples[rows[i]])) return rows[i];
        return null;
    }

    /// <summary>Whether any row holds one. All workers write the same answer.</summary>
    private readonly ref struct Scan(SampleSpan samples, ReadOnlySpan<int> rows, Span<bool> isBad) : IRowKernel
    {
        private readonly SampleSpan _samples = samples;
        private readonly ReadOnlySpan<int> _rows = rows;
        private readonly Span<bool> _isBad = isBad;

        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow; i < endRow && !_isBad[0]; i++)
                if (!Finite.Are(_samples[_rows[i]])) _isBad[0] = true;
        }
    }

    private void Report(in CheckPass pass, ReadOnlySpan<float> values, int columns, ReadOnlySpan<int> rows, string name, string where)
    {
        int at = Finite.IndexOfFirstNot(values);
        if (at < 0) return;
        int row = rows[at / columns], column = at % columns;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Error,
            Title = $"{name} holds {NumberFormat.Text(values[at])} in row {row}, column {column}{where}.",
            Advice = "One such number turns every weight into NaN within two steps. Find where it comes from (a division by a zero spread, a missing value), "
                + "then drop the row or fill it in.",
            Tensor = name,
            Evidence = new Dictionary<string, double> { ["row"] = row, ["column"] = column, ["value"] = values[at] },
        });
    }
}
