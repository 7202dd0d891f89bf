namespace ScratchNN;

/// <summary>A row before and after which rows that are near in x have different y.</summary>
/// <param name="Row">About where.</param>
/// <param name="Within">The mean agreement of near rows on the same side.</param>
/// <param name="Across">That of near rows on different sides.</param>
internal sealed record NeighbourCut(int Row, double Within, double Across)
{
    // standard errors, the largest of many cuts; of the pairs across that chance gives; times the fall at the cuts where it falls least; of the rows, by their
    // classes
    private const double Certain = 7, AreMixed = 0.5, Peak = 2, Unlike = 0.35;
    private const int Share = 8; // at least an eighth of the rows on each side

    /// <summary>
    /// The cut at which agreement falls most; null where none does, surely. Where near rows are near in the order, too, agreement falls at every cut: that is
    /// none.
    /// </summary>
    /// <param name="rows">Rows of the data, in their order.</param>
    /// <param name="nearest">For each the place of its nearest other one.</param>
    /// <param name="agreement">How much the y of the two agree.</param>
    /// <param name="kinds">The class of each row, or a tenth of the numbers: where both sides have others, as in sorted data, that is not a cut.</param>
    public static NeighbourCut? Of(ReadOnlySpan<int> rows, ReadOnlySpan<int> nearest, ReadOnlySpan<double> agreement, ReadOnlySpan<int> kinds)
    {
        int n = rows.Length, cuts = 0, place = 0;
        double[] falls = new double[n];
        NeighbourCut? best = null;
        double largest = Certain;
        for (int cut = n / Share; cut <= n - (n / Share); cut++)
        {
            double within = 0, across = 0, squaresWithin = 0, squaresAcross = 0;
            int crossing = 0;
            for (int i = 0; i < n; i++)
            {
                double value = agreement[i];
                if (i < cut == nearest[i] < cut) (within, squaresWithin) = (within + value, squaresWithin + (value * value));
                else (across, squaresAcross, crossing) = (across + value, squaresAcross + (value * value), crossing + 1);
            }
            if (crossing < AreMixed * 2 * cut * (n - cut) / n) continue;
            int inside = n - crossing;
            if (inside == 0) continue;
            (within, across) = (within / inside, across / crossing);
            falls[cuts++] = within - across;
            double error = Math.Sqrt(((squaresWithin / inside) - (within * within)) / inside + (((squaresAcross / crossing) - (across * across)) / crossing));
            if (!((within - across) > largest * error)) continue;
            place = cut;
            (largest, best) = (error > 0 ? (within - across) / error : double.PositiveInfinity, new NeighbourCut(rows[cut], within, across));
        }
        if (best == null || Difference(kinds, place) > Unlike) return null;
        Array.Sort(falls, 0, cuts);
        return best.Within - best.Across > Peak * falls[cuts / 10] ? best : null;
    }

    /// <summary>½ Σ |p − q| of the shares of each kind before a row and from it on.</summary>
    private static double Difference(ReadOnlySpan<int> kinds, int place)
    {
        var shares = new Dictionary<int, double>();
        double sum = 0;
        for (int i = 0; i < kinds.Length; i++)
            shares[kinds[i]] = shares.GetValueOrDefault(kinds[i]) + (i < place ? 1.0 / place : -1.0 / (kinds.Length - place));
        foreach (double share in shares.Values) sum += Math.Abs(share) / 2;
        return sum;
    }
}
