using System.Buffers;
using System.Runtime.InteropServices;

namespace ScratchNN.GuardPages;

/// <summary>
/// An array that a kernel will rent from the pool: a thread gets the one that it returned last. The pool's sizes are powers of two;
/// all of it holds a NaN, and behind the size that is asked for the NaN has to stay.
/// </summary>
internal readonly struct PooledBuffer<T> where T : unmanaged
{
    private const int Sentinel = 0x7FC0BEEF; // a NaN that no arithmetic makes
    private readonly T[] _array;
    private readonly int _size;

    /// <param name="size">Elements; whole floats of them.</param>
    public PooledBuffer(int size)
    {
        (_array, _size) = (ArrayPool<T>.Shared.Rent(size), size);
        Words(0, _array.Length).Fill(Sentinel);
    }

    /// <summary>Whether the kernel did rent this one and wrote to it.</summary>
    public bool IsUsed => Words(0, _size).ContainsAnyExcept(Sentinel);

    public void Return() => ArrayPool<T>.Shared.Return(_array);

    public void RequireSentinels(string name)
    {
        if (_size == 0) return;
        int written = Words(_size, _array.Length).IndexOfAnyExcept(Sentinel);
        if (written >= 0) throw new InvalidOperationException($"The {name}, of {Words(0, _size).Length} words, is written to {written} words behind its end.");
    }

    private Span<int> Words(int start, int end) => MemoryMarshal.Cast<T, int>(_array.AsSpan(start..end));
}
