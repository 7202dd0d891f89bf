namespace ScratchNN;

/// <summary>Columns of inputs that may be indices, as an embedding takes them: nothing lies between two of them.</summary>
internal static class Indices
{
    /// <summary>Of each column of a matrix, whether it holds whole numbers alone, none below 0.</summary>
    public static bool[] MayBe(ReadOnlySpan<float> x, int columns)
    {
        bool[] may = new bool[columns];
        for (int column = 0; column < columns; column++)
        {
            int at = column;
            while (at < x.Length && x[at] >= 0 && float.IsInteger(x[at])) at += columns;
            may[column] = at >= x.Length;
        }
        return may;
    }
}
