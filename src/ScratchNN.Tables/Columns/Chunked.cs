namespace ScratchNN.Tables;

/// <summary>A list that never copies more than its first chunk to grow: a column of a large file takes the bytes of its values and no more.</summary>
internal sealed class Chunked<T>
{
    private const int Bits = 16, Size = 1 << Bits; // 512 KB of doubles
    private const int First = 16; // of a table with 10,000 columns and few rows

    private readonly List<T[]> _chunks = [];
    private T[] _last = [];
    private int _at; // in the last

    public int Count => _chunks.Count == 0 ? 0 : ((_chunks.Count - 1) << Bits) + _at;

    public T this[int index] => _chunks[index >> Bits][index & (Size - 1)];

    public void Add(T value)
    {
        if ((uint)_at >= (uint)_last.Length) Grow();
        _last[_at++] = value;
    }

    /// <summary>The values in some rows.</summary>
    public Chunked<T> Subset(ReadOnlySpan<int> rows)
    {
        var subset = new Chunked<T>();
        foreach (int row in rows) subset.Add(this[row]);
        return subset;
    }

    private void Grow()
    {
        if (_at is 0 or Size)
        {
            _chunks.Add(new T[_chunks.Count == 0 ? First : Size]);
            _at = 0;
        }
        else
        {
            var larger = new T[Math.Min(Size, 2 * _at)];
            _last.CopyTo(larger, 0);
            _chunks[^1] = larger;
        }
        _last = _chunks[^1];
    }
}
