namespace ScratchNN;

/// <summary>The order of the values of an array. In Fortran's the first index runs fastest, in C's the last.</summary>
internal static class NpyOrder
{
    private const int Block = 32; // rows and columns whose lines stay in the cache

    /// <summary>The values of an array in Fortran order in C order; the same where at most one dimension is longer than 1.</summary>
    public static T[] FromFortran<T>(T[] values, ReadOnlySpan<nint> lengths)
    {
        int longer = 0;
        foreach (nint length in lengths) longer += length > 1 ? 1 : 0;
        if (longer < 2 || values.Length == 0) return values;

        // [a × … × z] as a matrix a × z for each place between: value [i, …, j] is at i + … + j·(a·…·y) there, and at i·(b·…·z) + … + j here
        int rows = (int)lengths[0], columns = (int)lengths[^1], between = values.Length / rows / columns;
        var ordered = new T[values.Length];
        Span<int> place = stackalloc int[lengths.Length];
        for (int i = 0; i < between; i++)
        {
            int from = 0, to = 0;
            for (int axis = 1, stride = rows; axis < lengths.Length - 1; stride *= (int)lengths[axis++]) from += place[axis] * stride;
            for (int axis = lengths.Length - 2, stride = columns; axis > 0; stride *= (int)lengths[axis--]) to += place[axis] * stride;
            Transpose(values.AsSpan(from), rows * between, ordered.AsSpan(to), between * columns, rows, columns);
            for (int axis = lengths.Length - 2; axis > 0 && ++place[axis] == lengths[axis]; axis--) place[axis] = 0;
        }
        return ordered;
    }

    /// <summary>to[row, column] = from[column, row], block by block.</summary>
    private static void Transpose<T>(ReadOnlySpan<T> from, int fromStride, Span<T> to, int toStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row += Block)
            for (int column = 0; column < columns; column += Block)
                for (int i = row; i < Math.Min(rows, row + Block); i++)
                    for (int j = column; j < Math.Min(columns, column + Block); j++)
                        to[(i * toStride) + j] = from[(j * fromStride) + i];
    }
}
