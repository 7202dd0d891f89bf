namespace ScratchNN.Numerics;

/// <summary>
/// Work on a range of rows, for <see cref="Workers.For"/>. Implemented by a <c>ref struct</c> that holds the spans it works on:
/// a lambda cannot capture spans.
/// </summary>
public interface IRowKernel
{
    /// <summary>Works on rows <paramref name="firstRow"/> to <paramref name="endRow"/> − 1, and on nothing that another row writes.</summary>
    /// <param name="firstRow">First row.</param>
    /// <param name="endRow">One past the last row.</param>
    void Run(int firstRow, int endRow);
}
