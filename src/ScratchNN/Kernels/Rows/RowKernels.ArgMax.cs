using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>y [rows] = the index of the largest element of each row, the first of equals. NaN counts as largest, 0 as larger than −0.</summary>
    public static void ArgMax(ReadOnlySpan<float> x, Span<int> y, int columns)
    {
        int step = RowsPerChunk(columns);
        for (int first = 0; first < y.Length; first += step)
        {
            int rows = Math.Min(step, y.Length - first);
            var chunk = x.Slice(first * columns, rows * columns);
            if (columns < Partials) ArgMaxByLane(chunk, y.Slice(first, rows), columns);
            else
                for (int i = 0; i < rows; i++)
                    y[first + i] = TensorPrimitives.IndexOfMax(chunk.Slice(i * columns, columns));
        }
    }

    [MethodImpl(Simd.Compiled)]
    private static void ArgMaxByLane(ReadOnlySpan<float> x, Span<int> y, int columns)
    {
        int stride = WholeRegisters(y.Length);
        float[] scratch = ArrayPool<float>.Shared.Rent(AlignedBuffer.MostFor(stride * columns));
        Span<float> transposed = AlignedBuffer.Within(scratch)[..(stride * columns)], found = stackalloc float[stride];
        Transposition.Copy(x, columns, transposed, stride, y.Length, columns);
        Simd.Run(new LaneArgMax(transposed, found, y.Length, stride));
        for (int i = 0; i < y.Length; i++)
            y[i] = found[i] >= 0 ? (int)found[i] : TensorPrimitives.IndexOfMax(x.Slice(i * columns, columns));
        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <summary>found = the index, from x transposed; NaN for a row with one that is not finite, and for one whose largest is a zero, of either sign.</summary>
    private readonly ref struct LaneArgMax(ReadOnlySpan<float> x, Span<float> found, int rows, int stride) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _found = found;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            for (int row = 0; row < rows; row += T.Lanes)
            {
                T max = T.Load(in _x.At(row)), index = T.Broadcast(0), nan = max - max;
                for (int i = row + stride, column = 1; i < _x.Length; i += stride, column++)
                {
                    T x = T.Load(in _x.At(i));
                    index = T.IfGreater(x, max, T.Broadcast(column), index);
                    max = T.Max(max, x);
                    nan += x - x;
                }
                T.IfGreater(T.Abs(max), T.Broadcast(0), index + nan, T.Broadcast(float.NaN)).Store(ref _found.At(row));
            }
        }
    }
}
