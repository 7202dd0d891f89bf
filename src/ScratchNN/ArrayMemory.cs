using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>The numbers of a matrix or tensor as memory, row-major: .NET has none of arrays with two dimensions.</summary>
internal sealed class ArrayMemory<T> : MemoryManager<T> where T : unmanaged
{
    private readonly Array? _array;
    private readonly Tensor<T>? _tensor;
    private readonly int _length;

    private ArrayMemory(Array? array, Tensor<T>? tensor, int length) => (_array, _tensor, _length) = (array, tensor, length);

    /// <summary>A view of a matrix.</summary>
    public static ReadOnlyMemory<T> Of(T[,] matrix, int length) => new ArrayMemory<T>(matrix, null, length).Memory;

    /// <summary>A view of a tensor; a copy, if it is not dense.</summary>
    public static ReadOnlyMemory<T> Of(Tensor<T> tensor, int length)
    {
        if (tensor.IsDense) return new ArrayMemory<T>(null, tensor, length).Memory;
        var copy = new T[length];
        tensor.FlattenTo(copy);
        return copy;
    }

    /// <inheritdoc/>
    public override Span<T> GetSpan() => _array != null
        ? MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(_array)), _length)
        : MemoryMarshal.CreateSpan(ref TensorMarshal.GetReference(_tensor!.AsTensorSpan()), _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("The data is read as spans, never pinned.");

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
