using ScratchNN.Kernels;

namespace ScratchNN.Numerics;

/// <summary>Functions of each row of a row-major matrix: softmax and its relatives, and the index of the largest element.</summary>
/// <remarks>
/// The maximum of a row is subtracted before exponentials are taken, so no finite number overflows; <c>TensorPrimitives.SoftMax</c> does
/// not, and makes NaN of [100, 0, 1]. A row's bits depend on that row alone: not on the other rows, the number of workers or the vector
/// width. CPUs without FMA give different but equally reproducible results.
/// <para>NaN and infinity have PyTorch's results: an element of −∞ has no share of its row. A row with NaN or +∞, or of −∞ alone, is all
/// NaN under <see cref="Softmax"/> and <see cref="LogSoftmax"/>; <see cref="LogSumExp"/> gives NaN, +∞ and −∞ for the three.</para>
/// </remarks>
public static class RowMath
{
    /// <summary>y = exp(x − max x) / Σ exp(x − max x) in each row: probabilities from logits.</summary>
    /// <param name="x">Rows of <paramref name="columns"/> floats, one after another.</param>
    /// <param name="y">As many floats, assigned. May be <paramref name="x"/> itself.</param>
    /// <param name="columns">Floats in a row, ≥ 1.</param>
    /// <param name="workers">The threads to split rows over; by default the caller's alone.</param>
    /// <exception cref="ArgumentException">x cannot be split into whole rows, y is too short, or they overlap but are not the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">columns is below 1.</exception>
    public static void Softmax(ReadOnlySpan<float> x, Span<float> y, int columns, Workers? workers = null)
    {
        RequireRows(x, y, columns);
        RowKernels.Softmax(x, y, columns, workers ?? Workers.None);
    }

    /// <summary>y = x − max x − ln Σ exp(x − max x) in each row: the logarithms of the probabilities, also where those round to 0.</summary>
    /// <inheritdoc cref="Softmax"/>
    public static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y, int columns, Workers? workers = null)
    {
        RequireRows(x, y, columns);
        RowKernels.LogSoftmax(x, y, columns, workers ?? Workers.None);
    }

    /// <summary>y = ln Σ exp x, one number for each row.</summary>
    /// <inheritdoc cref="Softmax"/>
    /// <param name="y">A float for each row, assigned.</param>
    /// <exception cref="ArgumentException">x cannot be split into whole rows, y is too short, or they overlap.</exception>
#pragma warning disable CS1573 // the other parameters are inherited
    public static void LogSumExp(ReadOnlySpan<float> x, Span<float> y, int columns, Workers? workers = null)
    {
        int rows = RequireResults(x, y, columns);
        if (x.Overlaps(y[..rows]))
            throw new ArgumentException("y shares memory with x, which is still read when y is written: give y memory of its own.", nameof(y));
        RowKernels.LogSumExp(x, y, columns, workers ?? Workers.None);
    }

    /// <summary>The index of the largest element of each row, the first of equals. NaN counts as largest, 0 as larger than −0.</summary>
    /// <inheritdoc cref="Softmax"/>
    /// <param name="y">An index for each row, assigned.</param>
    /// <exception cref="ArgumentException">x cannot be split into whole rows, or y is too short.</exception>
    public static void ArgMax(ReadOnlySpan<float> x, Span<int> y, int columns)
    {
        int rows = RequireResults(x, y, columns);
        RowKernels.ArgMax(x, y[..rows], columns);
    }
#pragma warning restore CS1573

    private static void RequireRows(ReadOnlySpan<float> x, Span<float> y, int columns)
    {
        RequireWholeRows(x, columns);
        if (y.Length < x.Length) throw new ArgumentException($"x has {x.Length} floats, y has room for {y.Length}.", nameof(y));
        if (x.Overlaps(y[..x.Length], out int offset) && offset != 0)
            throw new ArgumentException(
                $"y begins {Math.Abs(offset)} floats {(offset > 0 ? "after" : "before")} x: give the same span to compute in place, or memory of its own.",
                nameof(y));
    }

    private static int RequireResults<T>(ReadOnlySpan<float> x, Span<T> y, int columns)
    {
        RequireWholeRows(x, columns);
        int rows = x.Length / columns;
        if (y.Length < rows) throw new ArgumentException($"x has {rows} rows of {columns}, y has room for {y.Length}.", nameof(y));
        return rows;
    }

    private static void RequireWholeRows(ReadOnlySpan<float> x, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (x.Length % columns != 0) throw new ArgumentException($"x has {x.Length} floats, which is not a whole number of rows of {columns}.", nameof(x));
    }
}
