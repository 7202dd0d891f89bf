using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>
/// SNN030, and SNN018 of validation data: what in rows is unlike those of training. Rows drawn as those were give no finding, whatever their distribution.
/// </summary>
/// <remarks>
/// Of N training rows and n others, all drawn alike, it has at most the probability (n/(n + N))ᵏ that the k largest of all are others: so many rows beyond the
/// training rows are unlike them. The same, turned round, says how many training rows may lie beyond the others. Neither assumes anything of the distribution.
/// Shifts of the mean do, and need a large margin.
/// </remarks>
internal readonly ref partial struct ProfileComparison
{
    private const double Risk = 1e-6;      // of one finding for all columns
    private const double Narrow = 0.05;    // of the training range
    private const double LargeShift = 0.5, SureShift = 8; // deviations; deviations of the mean
    private const int RowsForMeans = 30;
    private const double LeastFactor = 3, SameFactor = 1.5;

    private readonly DataProfile _training, _other;
    private readonly ColumnStatistics _rows;
    private readonly IReadOnlyList<string>? _names;
    private readonly ComparedData _data;
    private readonly double _sure; // the logarithm of the risk for one column

    private ProfileComparison(DataProfile training, ColumnStatistics rows, IReadOnlyList<string>? names, ComparedData data)
    {
        (_training, _rows, _other, _names, _data) = (training, rows, rows.Profile, names?.Count == training.Mean.Count ? names : null, data);
        _sure = Exponential.Log((float)(Risk / (4.0 * training.Mean.Count)));
    }

    /// <param name="training">The profile of the training rows.</param>
    /// <param name="rows">Other rows, counted against it.</param>
    /// <param name="names">The names of the columns, if they have some.</param>
    /// <param name="data">Which data it is.</param>
    /// <returns>The most telling first; at most one of each kind.</returns>
    public static IReadOnlyList<Finding> Findings(DataProfile training, ColumnStatistics rows, IReadOnlyList<string>? names, ComparedData data) =>
        rows.Count == 0 || !rows.AreFinite ? [] : new ProfileComparison(training, rows, names, data).Findings();

    private List<Finding> Findings()
    {
        if (HasOwnStandard()) return [OwnStandard()];
        List<(int Column, double Size)> narrow = [], zeros = [], beyond = [], shifted = [];
        var flagged = new List<double>();
        for (int i = 0; i < _training.Mean.Count; i++)
        {
            double width = NarrowerBy(i);
            bool isBeyond = IsSure(Math.Max(_rows.Below[i], _rows.Above[i]), _rows.Count, _training.Count);
            if ((width > 0 || isBeyond) && Factor(i) is { } factor) flagged.Add(factor);
            if (width > 0) narrow.Add((i, width));
            else if (_training.ShareOfZeros[i] == 0 && IsSure(_rows.Zeros[i], _rows.Count, _training.Count)) zeros.Add((i, _rows.Zeros[i]));
            else if (isBeyond) beyond.Add((i, Distance(i)));
            else if (Math.Abs(Shift(i)) is var shift and > 0) shifted.Add((i, shift));
        }
        if (CommonFactor(flagged) is { } common) return [Scaled(common)];
        var findings = new List<Finding>();
        if (beyond.Count + narrow.Count + shifted.Count > 0 && Inverted() is { } sum) return [InvertedValues(sum)];
        if (beyond.Count + narrow.Count + shifted.Count > 0 && Turned() is { } how) return [TurnedPictures(how)];
        int[] moved = Exchanged([.. narrow.Concat(zeros).Concat(beyond).Concat(shifted).Select(column => column.Column)]);
        if (moved.Length > 0)
        {
            findings.Add(ExchangedColumns(moved));
            foreach (var kind in (List<(int Column, double Size)>[])[narrow, zeros, beyond, shifted]) kind.RemoveAll(column => moved.Contains(column.Column));
        }
        if (narrow.Count > 0) findings.Add(ConstantColumn(Worst(narrow), narrow.Count));
        if (zeros.Count > 0) findings.Add(ZeroColumn(Worst(zeros), zeros.Count));
        if (AllBeyond() is { } side) findings.Add(EverythingBeyond(side));
        else if (beyond.Count > 0) findings.Add(BeyondColumn(Worst(beyond), beyond.Count));
        if (shifted.Count > 0) findings.Add(ShiftedColumn(Worst(shifted), shifted.Count));
        if (findings.Count == 0 && AreZeros()) findings.Add(NothingButZeros());
        return findings;

        static int Worst(List<(int Column, double Size)> columns) => columns.MaxBy(column => column.Size).Column;
    }

    /// <summary>Whether k of n rows, beyond all of N others, are too many to be drawn as those were.</summary>
    private bool IsSure(double k, int n, int others) => k * Exponential.Log((float)(n / ((double)n + others))) < _sure;

    /// <summary>How much narrower than the training inputs a column is, 0 to 1; 0 if that is by chance, or not much.</summary>
    private double NarrowerBy(int i)
    {
        double low = _other.Minimum[i], high = _other.Maximum[i], range = (double)_training.Maximum[i]
            - _training.Minimum[i], half = (high - low) / 2, center = (high + low) / 2;
        if (!(2 * half <= Narrow * range) || range == 0) return 0;
        // E(x − c)² ≤ (1 − f)·w² + f·R², for a share f of training rows beyond c ± w and none beyond c ± R
        double farthest = Math.Max(Math.Abs(_training.Maximum[i] - center), Math.Abs(_training.Minimum[i] - center)), difference = _training.Mean[i] - center;
        double share = ((_training.Deviation[i] * (double)_training.Deviation[i]) + (difference * difference) - (half * half)) / ((farthest * farthest)
            - (half * half));
        return IsSure(share * _training.Count / 2, _training.Count, _rows.Count) ? share * (1 - (2 * half / range)) : 0; // the half beyond one end
    }

    /// <summary>How far beyond the training range a column goes, in such ranges.</summary>
    private double Distance(int i)
    {
        double farthest = Math.Max((double)_other.Maximum[i] - _training.Maximum[i], (double)_training.Minimum[i] - _other.Minimum[i]);
        return farthest / Range(i);
    }

    /// <summary>How many deviations the mean has moved; 0 if that is by chance, or not much.</summary>
    private double Shift(int i)
    {
        if (Math.Min(_rows.Count, _training.Count) < RowsForMeans) return 0;
        double deviation = Math.Max(_training.Deviation[i], _other.Deviation[i]), difference = (double)_other.Mean[i] - _training.Mean[i];
        double ofMean = deviation * Math.Sqrt((1.0 / _rows.Count) + (1.0 / _training.Count));
        return deviation > 0 && Math.Abs(difference) > Math.Max(LargeShift * deviation, SureShift * ofMean) ? difference / deviation : 0;
    }

    private double? Factor(int i) => _training.Deviation[i] > 0 && _other.Deviation[i] > 0 ? (double)_other.Deviation[i] / _training.Deviation[i] : null;

    /// <summary>The factor on all columns, if those that are surely unlike have one, and the others do not deny it.</summary>
    private double? CommonFactor(List<double> flagged)
    {
        if (flagged.Count == 0) return null;
        var all = new List<double>();
        for (int i = 0; i < _training.Mean.Count; i++)
            if (Factor(i) is { } factor) all.Add(factor);
        double median = Median(flagged), ofAll = Median(all);
        return (median > LeastFactor || median < 1 / LeastFactor) && AreSame(median, ofAll, SameFactor) ? Known(median) : null;

        static double Median(List<double> values)
        {
            values.Sort();
            return values[values.Count / 2];
        }
    }

    private static bool AreSame(double a, double b, double factor) => a < b * factor && b < a * factor;

    /// <summary>255 or a power of ten, or one over it, where the factor is about that.</summary>
    private static double Known(double factor)
    {
        foreach (double known in (ReadOnlySpan<double>)[255, 10, 100, 1000, 10_000, 1e6])
            foreach (double value in (ReadOnlySpan<double>)[known, 1 / known])
                if (AreSame(factor, value, 1.15)) return value;
        return factor;
    }
}
