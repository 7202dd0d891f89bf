namespace ScratchNN.Tables;

/// <summary>A list that never copies more than its first chunk to grow: a column of a large file takes the bytes of its values and no more.</summary>
internal sealed class Chunked<T>
{
    private const int Bits = 16, Size = 1 << Bits; // 512 KB of doubles
    private const int First = 16; // of a table with 10,000 columns and few rows

    private readonly List<T[]> _chunks = [];
    private int _count;

    public int Count => _count;

    public T this[int index] => _chunks[index >> Bits][index & (Size - 1)];

    public void Add(T value)
    {
        int at = _count & (Size - 1);
        if (at == 0) _chunks.Add(new T[_chunks.Count == 0 ? First : Size]);
        var chunk = _chunks[^1];
        if (at == chunk.Length)
        {
            Array.Resize(ref chunk, Math.Min(Size, 2 * chunk.Length));
            _chunks[^1] = chunk;
        }
        chunk[at] = value;
        _count++;
    }

    /// <summary>The values in some rows.</summary>
    public Chunked<T> Subset(ReadOnlySpan<int> rows)
    {
        var subset = new Chunked<T>();
        foreach (int row in rows) subset.Add(this[row]);
        return subset;
    }
}
