namespace ScratchNN;

/// <summary>SNN017: windows of a series, of which a model that repeats the last value does as well.</summary>
/// <remarks>Windows are known by their rows: each holds the values of the row before, one place on.</remarks>
internal sealed class LastValue() : Check("SNN017", CheckMoment.EpochEnd)
{
    private const int FewestColumns = 3, FewestRows = 50, ComparedRows = 64;
    private const double Better = 0.9; // of the error of the last value

    public override void Examine(in CheckPass pass)
    {
        int columns = pass.Model.InputShape.Size, rows = pass.Rows.Length;
        if (pass.Epochs.Count < pass.Options.Epochs || pass.Meaning != OutputKind.Numbers || pass.Targets.Length != rows || pass.Outputs.Length != rows
            || columns < FewestColumns || rows < FewestRows || !AreWindows(pass)) return;
        var x = pass.Layers[0].Input;
        double own = 0, last = 0, scale = 0, squares = 0, meanX = 0, meanY = 0;
        for (int row = 0; row < rows; row++)
            (meanX, meanY) = (meanX + (x[(row * columns) + columns - 1] / (double)rows), meanY + (pass.Targets[row] / (double)rows));
        for (int row = 0; row < rows; row++)
        {
            double value = x[(row * columns) + columns - 1] - meanX;
            scale += value * (pass.Targets[row] - meanY);
            squares += value * value;
        }
        for (int row = 0; row < rows; row++) // y may have another unit than x
        {
            own += Square((double)pass.Outputs[row] - pass.Targets[row]) / rows;
            last += Square(meanY + (scale / squares * (x[(row * columns) + columns - 1] - meanX)) - pass.Targets[row]) / rows;
        }
        if (!(own > Better * last)) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"x holds windows of a series, and repeating their last value, column {columns - 1}, does as well as the model: "
                + $"its squared error is {NumberFormat.Text(last)}, the model's {NumberFormat.Text(own)}.",
            Advice = "This looks like a good fit, but is not a forecast. Train on differences from the last value, and compare the error "
                + "with that of answering 0.",
            Tensor = $"x[{columns - 1}]",
            Evidence = new Dictionary<string, double> { ["column"] = columns - 1, ["error"] = own, ["error of the last value"] = last },
        });
    }

    private static double Square(double value) => value * value;

    private static bool AreWindows(in CheckPass pass)
    {
        var data = pass.Source;
        if (data.IsOnDemand || data.Count < ComparedRows) return false;
        bool varies = false;
        for (int row = 1; row < ComparedRows; row++)
        {
            ReadOnlySpan<float> before = data.Inputs[row - 1], now = data.Inputs[row];
            if (!before[1..].SequenceEqual(now[..^1])) return false;
            varies |= before[0] != now[0];
        }
        return varies;
    }
}
