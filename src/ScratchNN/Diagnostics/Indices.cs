namespace ScratchNN;

/// <summary>Columns of inputs that may be indices, as an embedding takes them: nothing lies between two of them.</summary>
internal static class Indices
{
    /// <summary>Of each column of a matrix, whether it holds whole numbers alone, none below 0.</summary>
    public static bool[] MayBe(ReadOnlySpan<float> x, int columns)
    {
        bool[] may = new bool[columns];
        Array.Fill(may, true);
        for (int i = 0; i < x.Length; i++) may[i % columns] &= x[i] >= 0 && float.IsInteger(x[i]);
        return may;
    }
}
