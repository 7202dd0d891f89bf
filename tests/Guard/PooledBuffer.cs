using System.Buffers;
using System.Runtime.InteropServices;

namespace ScratchNN.GuardPages;

/// <summary>
/// An array that a kernel will rent from the pool: a thread gets the one that it returned last. The pool's sizes are powers of two;
/// all of it holds a NaN, and behind the size that is asked for the NaN has to stay.
/// </summary>
internal readonly struct PooledBuffer
{
    private const int Sentinel = 0x7FC0BEEF; // a NaN that no arithmetic makes
    private readonly float[] _array;
    private readonly int _size;

    public PooledBuffer(int size)
    {
        (_array, _size) = (ArrayPool<float>.Shared.Rent(size), size);
        Array.Fill(_array, BitConverter.Int32BitsToSingle(Sentinel));
    }

    /// <summary>Whether the kernel did rent this one and wrote to it.</summary>
    public bool IsUsed => _size > 0 && BitConverter.SingleToInt32Bits(_array[0]) != Sentinel;

    public void Return() => ArrayPool<float>.Shared.Return(_array);

    public void RequireSentinels(string name)
    {
        if (_size == 0) return;
        int written = MemoryMarshal.Cast<float, int>(_array.AsSpan(_size)).IndexOfAnyExcept(Sentinel);
        if (written >= 0) throw new InvalidOperationException($"The {name} of {_size} floats is written to at {_size + written}.");
    }
}
