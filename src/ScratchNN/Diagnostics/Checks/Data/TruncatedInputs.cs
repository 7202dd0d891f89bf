namespace ScratchNN;

/// <summary>SNN002: pictures of which only a few ones are left among zeros, as a division of integers leaves them.</summary>
/// <remarks>Bits, one-hot codes and counts of words have no neighbours: in a picture the value beside a 1 is a 1 far more often than elsewhere.</remarks>
internal sealed class TruncatedInputs() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestColumns = 49, FewestRows = 100;
    private const double MostOnes = 0.12, Beside = 0.2, MoreOften = 2, RowsOfZeros = 0.002;

    public override void Examine(in CheckPass pass)
    {
        var x = pass.Layers[0].Input;
        int columns = pass.Model.InputShape.Size, rows = x.Length / columns;
        if (columns < FewestColumns || rows < FewestRows || x.IndexOfAnyExcept(0, 1) >= 0) return;
        int ones = 0, besides = 0, empty = 0;
        for (int row = 0; row < rows; row++)
        {
            var values = x.Slice(row * columns, columns);
            int count = values.Count(1);
            ones += count;
            if (count == 0) empty++;
            for (int i = 1; i < columns; i++)
                if (values[i] == 1 && values[i - 1] == 1) besides++;
        }
        double share = (double)ones / x.Length;
        if (ones == 0 || share > MostOnes || besides < Math.Max(Beside, MoreOften * share) * ones || empty < RowsOfZeros * rows) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = pass.Model.InputShape.Rank > 1 ? Severity.Warning : Severity.Info,
            Title = $"x holds only 0 and 1, {NumberFormat.Percent(share)} of them 1, and {empty} of {rows} rows hold nothing but 0: were integers divided, "
                + "so that all but the largest became 0?",
            Advice = "Divide as float: pixel / 255f, or Samples.FromBytes.",
            Tensor = "x",
            Evidence = new Dictionary<string, double> { ["share of ones"] = share, ["rows of zeros"] = empty },
        });
    }
}
