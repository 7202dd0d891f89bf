namespace ScratchNN;

/// <summary>How much of y a column tells. It is asked from several threads at once.</summary>
internal interface IColumnMeasure
{
    /// <summary>0 for nothing, as chance has it, 1 for all.</summary>
    /// <param name="x">The column, row after row.</param><param name="keys">Room for as many rows as are to be looked at.</param>
    double Of(ReadOnlySpan<float> x, Span<ulong> keys);
}
