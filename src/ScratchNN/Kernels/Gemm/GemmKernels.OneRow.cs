using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class GemmKernels
{
    /// <summary>
    /// One row: c = start + a·B. Each element of B is used once, so memory decides: B is read row after row, eight rows at a time, and the sums of a chain stay
    /// in a cache. A worker takes blocks of <c>width</c> columns.
    /// </summary>
    private readonly ref struct OneRow<T>(MatrixView a, MatrixView b, Span<float> c, int n, int k, int width, ReadOnlySpan<float> bias, bool accumulate)
        : IRowKernel
        where T : struct, ISimd<T>
    {
        private readonly MatrixView _a = a, _b = b;
        private readonly Span<float> _c = c;
        private readonly ReadOnlySpan<float> _bias = bias;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            Span<float> sums = stackalloc float[width];
            for (int block = firstRow; block < endRow; block++)
            {
                int column = block * width, columns = Math.Min(width, n - column);
                ref float c = ref _c.At(column);
                bool fromZero = !accumulate && _bias.IsEmpty;
                ref readonly float from = ref accumulate || fromZero ? ref c : ref _bias.At(column);
                for (int start = 0; start < k; start += GemmPlan.KC)
                {
                    sums[..columns].Clear();
                    int p = start, end = Math.Min(start + GemmPlan.KC, k);
                    for (; p <= end - 8; p += 8) EightSteps<T>(in _a[0, p], _a.ColumnStride, in _b[p, column], _b.RowStride, ref sums.At(0), columns);
                    for (; p < end; p++) OneStep<T>(_a[0, p], in _b[p, column], ref sums.At(0), columns);
                    EndChain<T>(ref sums.At(0), in from, fromZero, ref c, columns);
                    from = ref c;
                    fromZero = false;
                }
            }
        }
    }

    /// <summary>Eight steps of a chain in order, s = a₇·b₇ + (… + (a₀·b₀ + s)), so that a sum is read and written once.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void EightSteps<T>(ref readonly float a, nint aColumn, ref readonly float b, nint bRow, ref float sums, int columns)
        where T : struct, ISimd<T>
    {
        int j = EightSteps<T>(in a, aColumn, in b, bRow, ref sums, 0, columns);
        if (T.Lanes > 4) j = EightSteps<F32x4>(in a, aColumn, in b, bRow, ref sums, j, columns);
        EightSteps<F32x1>(in a, aColumn, in b, bRow, ref sums, j, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EightSteps<T>(ref readonly float a, nint aColumn, ref readonly float b, nint bRow, ref float sums, int j, int columns)
        where T : struct, ISimd<T>
    {
        ref float x = ref Unsafe.AsRef(in a), first = ref Unsafe.AsRef(in b);
        T a0 = T.Broadcast(x), a1 = T.Broadcast(Unsafe.Add(ref x, aColumn)), a2 = T.Broadcast(Unsafe.Add(ref x, 2 * aColumn)),
            a3 = T.Broadcast(Unsafe.Add(ref x, 3 * aColumn));
        T a4 = T.Broadcast(Unsafe.Add(ref x, 4 * aColumn)), a5 = T.Broadcast(Unsafe.Add(ref x, 5 * aColumn)), a6 = T.Broadcast(Unsafe.Add(ref x, 6 * aColumn)),
            a7 = T.Broadcast(Unsafe.Add(ref x, 7 * aColumn));
        for (; j <= columns - T.Lanes; j += T.Lanes)
        {
            ref float row = ref Unsafe.Add(ref first, j), sum = ref Unsafe.Add(ref sums, j);
            T s = T.MultiplyAdd(a0, T.Load(in row), T.Load(in sum));
            s = T.MultiplyAdd(a1, T.Load(in Unsafe.Add(ref row, bRow)), s);
            s = T.MultiplyAdd(a2, T.Load(in Unsafe.Add(ref row, 2 * bRow)), s);
            s = T.MultiplyAdd(a3, T.Load(in Unsafe.Add(ref row, 3 * bRow)), s);
            s = T.MultiplyAdd(a4, T.Load(in Unsafe.Add(ref row, 4 * bRow)), s);
            s = T.MultiplyAdd(a5, T.Load(in Unsafe.Add(ref row, 5 * bRow)), s);
            s = T.MultiplyAdd(a6, T.Load(in Unsafe.Add(ref row, 6 * bRow)), s);
            T.MultiplyAdd(a7, T.Load(in Unsafe.Add(ref row, 7 * bRow)), s).Store(ref sum);
        }
        return j;
    }

    /// <summary>One step of a chain.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void OneStep<T>(float a, ref readonly float b, ref float sums, int columns) where T : struct, ISimd<T>
    {
        ref float row = ref Unsafe.AsRef(in b);
        int j = 0;
        for (; j <= columns - T.Lanes; j += T.Lanes)
            T.MultiplyAdd(T.Broadcast(a), T.Load(in Unsafe.Add(ref row, j)), T.Load(in Unsafe.Add(ref sums, j))).Store(ref Unsafe.Add(ref sums, j));
        for (; j < columns; j++)
            F32x1.MultiplyAdd(F32x1.Broadcast(a), F32x1.Load(in Unsafe.Add(ref row, j)), F32x1.Load(in Unsafe.Add(ref sums, j)))
                .Store(ref Unsafe.Add(ref sums, j));
    }

    /// <summary>Adds a chain's sums to what they start from; −0 becomes 0, as in <see cref="Reference"/>.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void EndChain<T>(ref float sums, ref readonly float from, bool fromZero, ref float c, int columns) where T : struct, ISimd<T>
    {
        ref float start = ref Unsafe.AsRef(in from);
        int j = 0;
        for (; j <= columns - T.Lanes; j += T.Lanes)
            ((fromZero ? default : T.Load(in Unsafe.Add(ref start, j))) + (T.Load(in Unsafe.Add(ref sums, j)) + default(T))).Store(ref Unsafe.Add(ref c, j));
        for (; j < columns; j++)
            Unsafe.Add(ref c, j) = (fromZero ? 0 : Unsafe.Add(ref start, j)) + (Unsafe.Add(ref sums, j) + 0f);
    }
}
