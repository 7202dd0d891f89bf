namespace ScratchNN;

/// <summary>For each row the one that is nearest to it.</summary>
internal static class NearestRows
{
    private const float ShareOfRange = 0.05f; // the least deviation, as of a target scale: a pixel that is almost always dark would drown the others
    private const float Rounding = 1e-5f;

    /// <summary>The number of the nearest other row of each; x is standardised, column by column.</summary>
    public static int[] Of(float[] x, int rows, int columns, Workers workers)
    {
        ScaleColumns(x, columns, workers);
        float[] products = new float[rows * rows];
        Gemm.MultiplyTransposedB(x, x, products, rows, rows, columns, workers: workers); // ‖a − b‖² = ‖a‖² + ‖b‖² − 2·a·b
        int[] nearest = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            float best = float.PositiveInfinity;
            for (int step = 1; step < rows; step++) // of equals the first behind it: rows of one class may be side by side
            {
                int other = (row + step) % rows;
                float squares = products[(row * rows) + row] + products[(other * rows) + other], distance = squares - (2 * products[(row * rows) + other]);
                if (!(distance < best - (Rounding * squares))) continue;
                (best, nearest[row]) = (distance, other);
            }
        }
        return nearest;
    }

    private static void ScaleColumns(float[] x, int columns, Workers workers)
    {
        var statistics = new ColumnStatistics(columns);
        statistics.Add(new SampleSpan(x, columns), default, workers);
        var profile = statistics.Profile;
        float[] mean = [.. profile.Mean], factor = new float[columns];
        for (int i = 0; i < columns; i++)
        {
            float spread = Math.Max(profile.Deviation[i], ShareOfRange * (profile.Maximum[i] - profile.Minimum[i]));
            factor[i] = spread > 0 && float.IsFinite(1 / spread) ? 1 / spread : 0;
        }
        for (int at = 0; at < x.Length; at += columns)
            for (int i = 0; i < columns; i++) x[at + i] = (x[at + i] - mean[i]) * factor[i];
    }
}
