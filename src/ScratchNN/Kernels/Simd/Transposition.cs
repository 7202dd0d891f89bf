using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ScratchNN.Kernels;

/// <summary>Rows become columns, many at a time.</summary>
internal static class Transposition
{
    /// <summary>y[j, i] = x[i, j].</summary>
    /// <param name="x">[rows × columns].</param><param name="xStride">Floats from a row of x to the next.</param>
    /// <param name="y">[columns × rows], assigned; the values between its rows are left alone.</param>
    /// <param name="yStride">Floats from a row of y to the next.</param>
    /// <param name="rows">Rows of x.</param><param name="columns">Columns of x.</param>
    [MethodImpl(Simd.Compiled)]
    public static void Copy(ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, int rows, int columns)
    {
        if (Vector256.IsHardwareAccelerated && Avx.IsSupported && rows >= 8 && columns >= 4) Blocks<F32x8>(x, xStride, y, yStride, rows, columns);
        else if ((Sse.IsSupported || AdvSimd.Arm64.IsSupported) && rows >= 4 && columns >= 4) Blocks<F32x4>(x, xStride, y, yStride, rows, columns);
        else
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                    y.At((j * yStride) + i) = x.At((i * xStride) + j);
    }

    /// <summary>The same of each of so many matrices, one after another: y[i] = x[i]ᵀ.</summary>
    /// <param name="x">[count × rows × columns].</param><param name="y">[count × columns × rows], assigned.</param><param name="count">The matrices.</param>
    /// <param name="rows">Rows of each x.</param><param name="columns">Columns of each x.</param>
    public static void OfEach(ReadOnlySpan<float> x, Span<float> y, int count, int rows, int columns)
    {
        int size = rows * columns;
        if (rows == 1 || columns == 1) x[..(count * size)].CopyTo(y);
        else
            for (int i = 0; i < count; i++) Copy(x.Slice(i * size, size), columns, y.Slice(i * size, size), rows, rows, columns);
    }

    /// <summary>Blocks of T.Lanes × 4, the last of which overlap those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Blocks<T>(ReadOnlySpan<float> x, nint xStride, Span<float> y, nint yStride, int rows, int columns)
        where T : struct, ISimd<T>, IInterleave<T>
    {
        for (int i = 0; i < rows; i += T.Lanes)
        {
            int row = Math.Min(i, rows - T.Lanes);
            ref float fromRow = ref Unsafe.Add(ref Unsafe.AsRef(in x.At(0)), row * xStride);
            ref float toColumn = ref y.At(row);
            for (int j = 0; j < columns; j += 4)
            {
                int column = Math.Min(j, columns - 4);
                ref float from = ref Unsafe.Add(ref fromRow, column), to = ref Unsafe.Add(ref toColumn, column * yStride);
                T a = T.Load4(ref from, 4 * xStride), b = T.Load4(ref Unsafe.Add(ref from, xStride), 4 * xStride);
                T c = T.Load4(ref Unsafe.Add(ref from, 2 * xStride), 4 * xStride), d = T.Load4(ref Unsafe.Add(ref from, 3 * xStride), 4 * xStride);
                T evenLow = T.InterleaveLow(a, c), oddLow = T.InterleaveLow(b, d), evenHigh = T.InterleaveHigh(a, c), oddHigh = T.InterleaveHigh(b, d);
                T.InterleaveLow(evenLow, oddLow).Store(ref to);
                T.InterleaveHigh(evenLow, oddLow).Store(ref Unsafe.Add(ref to, yStride));
                T.InterleaveLow(evenHigh, oddHigh).Store(ref Unsafe.Add(ref to, 2 * yStride));
                T.InterleaveHigh(evenHigh, oddHigh).Store(ref Unsafe.Add(ref to, 3 * yStride));
            }
        }
    }
}
