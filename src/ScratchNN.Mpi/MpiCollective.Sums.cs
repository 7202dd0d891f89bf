using System.Numerics.Tensors;

namespace ScratchNN.Mpi;

public sealed partial class MpiCollective
{
    private const int Line = 16; // floats of a cache line

    private float[] _sent = [], _received = [];

    /// <summary>
    /// Each rank gets a slice of every part of all ranks, adds these in order, and gives the sum to all.
    /// </summary>
    private unsafe void SumInOrder(MpiLibrary mpi, ReadOnlySpan<float> parts, int partLength, int first, Span<float> sum)
    {
        int count = parts.Length / partLength, slice = (((sum.Length - 1) / Size / Line) + 1) * Line, all = slice * Size;
        bool isWhole = all == sum.Length; // then what is gathered is the sum, and a single part is sent from where it is
        if (count > 1 || !isWhole) Pack(parts, partLength, first, sum.Length, slice);
        Reserve(ref _received, count * all);
        fixed (float* part = parts, packed = _sent, to = _received, result = sum)
        {
            Require(NativeMethods.AllToAll(count > 1 || !isWhole ? packed : part + first, count * slice, mpi.Float, to, count * slice, mpi.Float, mpi.World));
            var own = _received.AsSpan(0, slice);
            for (int i = 1; i < count * Size; i++) TensorPrimitives.Add(own, _received.AsSpan(i * slice, slice), own);
            Require(NativeMethods.AllGather(to, slice, mpi.Float, isWhole ? result : packed, slice, mpi.Float, mpi.World));
        }
        if (!isWhole) _sent.AsSpan(0, sum.Length).CopyTo(sum);
    }

    /// <summary>The slices of each rank, part after part.</summary>
    private void Pack(ReadOnlySpan<float> parts, int partLength, int first, int length, int slice)
    {
        int count = parts.Length / partLength;
        Reserve(ref _sent, count * slice * Size);
        for (int rank = 0; rank < Size; rank++)
            for (int part = 0; part < count; part++)
            {
                int at = rank * slice, n = Math.Clamp(length - at, 0, slice);
                if (n > 0) parts.Slice((part * partLength) + first + at, n).CopyTo(_sent.AsSpan(((rank * count) + part) * slice));
            }
    }

    private static void SumHere(ReadOnlySpan<float> parts, int partLength, int first, Span<float> sum)
    {
        parts.Slice(first, sum.Length).CopyTo(sum);
        for (int part = partLength; part < parts.Length; part += partLength) TensorPrimitives.Add(sum, parts.Slice(part + first, sum.Length), sum);
    }

    private static unsafe void Reduce(MpiLibrary mpi, Span<float> sum)
    {
        nint inPlace = mpi.InPlace;
        fixed (float* values = sum) Require(NativeMethods.AllReduce((void*)inPlace, values, sum.Length, mpi.Float, mpi.Sum, mpi.World));
    }

    private static void Reserve(ref float[] memory, int length)
    {
        if (memory.Length < length) memory = GC.AllocateUninitializedArray<float>(length, pinned: true);
    }
}
