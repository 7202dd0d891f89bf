namespace ScratchNN;

/// <summary>Columns of inputs that are indices, as an embedding takes them: nothing lies between two of them.</summary>
internal static class Indices
{
    /// <summary>
    /// Of each column of a layer's inputs, whether it is an index: because the layer says so, or maybe, because it holds whole numbers alone, none below 0.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The shape of its inputs.</param>
    /// <param name="x">Inputs, row after row; empty where none are known.</param>
    public static bool[] Of(Layer layer, Shape input, ReadOnlySpan<float> x)
    {
        bool[] isIndex = new bool[input.Size];
        for (int column = 0; column < isIndex.Length; column++)
        {
            int at = column;
            while (at < x.Length && x[at] >= 0 && float.IsInteger(x[at])) at += isIndex.Length;
            isIndex[column] = layer.Categories(input, column) != null || (x.Length > 0 && at >= x.Length);
        }
        return isIndex;
    }
}
